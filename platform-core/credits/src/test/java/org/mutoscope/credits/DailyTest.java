package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.core.problem.Code;

class DailyTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration JITTER = Duration.ofMinutes(15);

    @OnEachDatabase
    void theQuotaSizesTheNextLotAndNeverOneThatIsOpen(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        assertEquals(300, world.available(account));
        world.hold(account, account, 10);
        world.quotaIs(5);
        assertEquals(290, world.available(account));
        assertEquals(50, world.available(world.account()), "who begins now begins with less");
        world.world.clock.forward(DAY);
        assertEquals(50, world.available(account));
        world.quotaIs(99);
        assertEquals(300, world.available(account), "never above the cap");
    }

    @OnEachDatabase
    void otherPlansKeepTheirDayWhateverTheQuota(Database database) {
        PlanWorld world = new PlanWorld(database);
        world.quotaIs(3);
        String account = world.account();
        world.assign(account, "low-price", world.world.clock.now().plus(Duration.ofDays(30)), "p:1");
        assertEquals(300 + 500, world.available(account));
    }

    @OnEachDatabase
    void aFixedQuotaLooksAtNothing(Database database) {
        PlanWorld world = new PlanWorld(database, "follow_capacity", false);
        world.quotaIs(3);
        assertEquals(300, world.available(world.account()));
    }

    @OnEachDatabase
    void youngAccountsGetLess(Database database) {
        PlanWorld world = new PlanWorld(database, "age_ramp", new String[] {"0:5", "3:15", "7:100000"});
        String account = world.account();
        assertEquals(50, world.available(account));
        world.world.clock.forward(Duration.ofDays(3).minusSeconds(1));
        assertEquals(50, world.available(account));
        world.world.clock.forward(Duration.ofSeconds(1));
        assertEquals(150, world.available(account));
        world.world.clock.forward(Duration.ofDays(4));
        assertEquals(300, world.available(account));
    }

    @Test
    void unreadableRulesAreRefused() {
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("age_ramp", new String[] {"5"}),
                Map.of("age_ramp", new String[] {"a:b"}),
                Map.of("age_ramp", new String[] {"0:-5"}),
                Map.of("day", "noon"))) {
            assertThrows(IllegalArgumentException.class, () -> new QuotaBook(TestConfig.of(QuotaConfig.class, bad)));
        }
    }

    @OnEachDatabase
    void aThousandLinkedAccountsHaveOneLotBetweenThem(Database database) {
        PlanWorld world = new PlanWorld(database);
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            accounts.add(world.account());
        }
        world.world.write(tx -> {
            accounts.forEach(account -> Buckets.note(tx, account, Buckets.LINK, "farm"));
            return null;
        });
        long got = 0;
        for (String account : accounts) {
            if (world.available(account) > 0) {
                world.hold(account, account, 10);
                got += 10 + world.available(account);
            }
        }
        assertEquals(300, got);
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(accounts.get(999), accounts.get(999), 1));
        world.world.clock.forward(DAY);
        assertEquals(300, world.available(accounts.get(999)), "another day, another of them");
        world.world.assertSound();
    }

    @OnEachDatabase
    void linkedAccountsThatBeginAtOnceDoNotGetTwo(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database);
        List<String> accounts = List.of(world.account(), world.account(), world.account(), world.account());
        world.world.write(tx -> {
            accounts.forEach(account -> Buckets.note(tx, account, Buckets.LINK, "pair" + accounts.get(0)));
            return null;
        });
        List<Thread> threads = accounts.stream()
                .map(account -> new Thread(() -> {
                    try {
                        world.hold(account, account, 10);
                    } catch (org.mutoscope.core.problem.Problem late) {
                        assertEquals(Code.INSUFFICIENT_QUOTA, late.code());
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(
                1,
                world.read(tx -> tx.query(
                                "select id from credit_lot where source = 'FREE_DAILY'", row -> row.number("id")))
                        .size());
    }

    @OnEachDatabase
    void aNetworkHasSoManyLotsAndSignalsAreForgotten(Database database) {
        PlanWorld world = new PlanWorld(database, "network_lots", 2);
        String a = world.account();
        String b = world.account();
        String c = world.account();
        for (String account : List.of(a, b, c)) {
            world.world.write(tx -> {
                Buckets.note(tx, account, Buckets.NETWORK, "192.0.2.0/24");
                Buckets.note(tx, account, Buckets.NETWORK, "192.0.2.0/24");
                return null;
            });
        }
        world.hold(a, a, 10);
        world.hold(b, b, 10);
        assertEquals(0, world.available(c));
        world.world.clock.forward(Duration.ofDays(31));
        assertEquals(3, world.world.write(Buckets::forget));
        assertEquals(300, world.available(c));
    }

    @OnEachDatabase
    void aDeviceHasSoManyLotsAndAnAccountNotEndlessDevices(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database, "device_lots", 1);
        QuotaService quota = new QuotaService(world.world.work(), world.quota, TestConfig.standard());
        String a = world.account();
        String b = world.account();
        for (String account : List.of(a, b)) {
            seen(world, quota, account, "device-1");
        }
        world.hold(a, a, 10);
        assertEquals(0, world.available(b), "the device has had its lot");
        String c = world.account();
        for (int n = 0; n < 30; n++) {
            seen(world, quota, c, "c" + n);
        }
        seen(world, quota, c, "c0");
        long kept = world.read(tx -> tx.first(
                        "select count(*) n from account_bucket where account_id = ?", row -> row.number("n"), c))
                .orElseThrow();
        assertEquals(20, kept);
        world.quota.modified(TestConfig.of(QuotaConfig.class, Map.of()));
        assertEquals(300, world.available(b), "devices are not counted any more");
        assertFalse(quota.watchesDevices());
        quota.deactivate();
    }

    private static void seen(PlanWorld world, QuotaService quota, String account, String device) {
        world.world.write(tx -> {
            quota.seenOn(tx, account, device);
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource({
        // opened                 zone               midnight that ends it
        "2026-11-22T09:00:00Z, UTC,                 2026-11-23T00:00:00Z",
        "2026-11-22T13:00:00Z, UTC,                 2026-11-24T00:00:00Z",
        "2026-11-22T12:00:00Z, UTC,                 2026-11-23T00:00:00Z",
        "2026-11-22T09:00:00Z, Asia/Kolkata,        2026-11-23T18:30:00Z",
        "2028-02-28T20:00:00Z, UTC,                 2028-03-01T00:00:00Z",
        "2026-03-28T20:00:00Z, Europe/Berlin,       2026-03-29T22:00:00Z",
        "2026-10-24T20:00:00Z, Europe/Berlin,       2026-10-25T23:00:00Z",
        "2026-09-05T15:00:00Z, America/Santiago,    2026-09-06T04:00:00Z",
        "2011-12-29T09:00:00Z, Pacific/Apia,        2011-12-30T10:00:00Z",
    })
    void daysEndAtTheAccountsMidnight(String opened, String zone, String midnight) {
        Instant end = Midnight.end(Instant.parse(opened), ZoneId.of(zone), "acct_1");
        Instant expected = Instant.parse(midnight);
        assertTrue(
                !end.isBefore(expected) && end.isBefore(expected.plus(JITTER)),
                opened + " in " + zone + " ended " + end);
    }

    @OnEachDatabase
    void aZoneChangesOnceInThirtyDaysAndNeverGivesTwoLotsWithinTwentyHours(Database database) {
        PlanWorld world = new PlanWorld(database, "day", "midnight");
        String account = world.account();
        World.refused(Code.INVALID_REQUEST, () -> zone(world, account, "Mars/Olympus"));
        zone(world, account, "Pacific/Kiritimati");
        World.refused(Code.PLAN_LIMIT, () -> zone(world, account, "Pacific/Pago_Pago"));
        List<Instant> opened = new ArrayList<>();
        for (int hour = 0; hour < 24 * 90; hour++) {
            if (hour == 24 * 31) {
                zone(world, account, "Pacific/Pago_Pago"); // 25 hours away
            }
            if (world.available(account) == 300) {
                world.hold(account, account + hour, 1);
                opened.add(world.world.clock.now());
            }
            world.world.clock.forward(Duration.ofHours(1));
        }
        assertTrue(opened.size() >= 85 && opened.size() <= 91, opened.size() + " lots in 90 days");
        for (int i = 1; i < opened.size(); i++) {
            Duration apart = Duration.between(opened.get(i - 1), opened.get(i));
            assertTrue(apart.compareTo(Duration.ofHours(20)) >= 0, "two lots within " + apart);
        }
    }

    private static void zone(PlanWorld world, String account, String zone) {
        world.world.write(tx -> {
            Zones.set(tx, account, zone);
            return null;
        });
    }
}
