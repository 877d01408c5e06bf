package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.problem.Code;

class QuotaServiceTest {
    private static final List<Long> NONE = Collections.nCopies(24, 0L);

    private static Capacity.Reading reading(int slots, long queued) {
        List<Long> free = new ArrayList<>(NONE);
        free.set(0, 100L);
        return new Capacity.Reading(SetClock.START, slots, slots, 0, 0, 20_000, 10, free, NONE, queued, 1, 0);
    }

    private static QuotaService service(PlanWorld world) {
        return new QuotaService(world.world.work(), world.quota, TestConfig.standard());
    }

    @OnEachDatabase
    void itFallsUnderLoadRecoversAndPublishesWhy(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database);
        QuotaService quota = service(world);
        String account = world.account();
        world.hold(account, account, 10);
        Quota.State calm = world.read(quota::now);
        assertEquals(30, calm.clips());
        assertNull(calm.changedAt());
        quota.capacity = () -> reading(1, 1000); // a hundred clips of 20 s over one slot
        tick(world, quota, 2);
        Quota.State loaded = world.read(quota::now);
        assertEquals(25, loaded.clips());
        assertEquals(250, loaded.credits());
        assertTrue(loaded.reason().contains("wait"), loaded.reason());
        assertEquals(1_800_000, loaded.numbers().waitMillis());
        assertEquals(1, loaded.numbers().freeAccounts());
        assertEquals(290, world.available(account), "the open lot keeps its size");
        assertEquals(250, world.available(world.account()));
        quota.capacity = () -> reading(1, 0);
        tick(world, quota, 6);
        assertEquals(26, world.read(quota::now).clips());
        List<Quota.Change> history = world.read(tx -> quota.history(tx, Long.MAX_VALUE, 10));
        assertEquals(List.of(26, 25), history.stream().map(Quota.Change::clips).toList());
        assertEquals(
                1, world.read(tx -> quota.history(tx, history.get(0).seq(), 10)).size());
        quota.deactivate();
        QuotaService restarted = service(world);
        assertEquals(26, world.read(restarted::now).clips(), "a new process goes on from the table");
        restarted.deactivate();
    }

    @OnEachDatabase
    void deadNumbersFallToTheFloor(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database);
        QuotaService quota = service(world);
        tick(world, quota, 5);
        assertEquals(30, world.read(quota::now).clips());
        quota.capacity = () -> {
            throw new IllegalStateException("broken");
        };
        tick(world, quota, 1);
        assertEquals(3, world.read(quota::now).clips());
        assertEquals(30, world.available(world.account()));
        quota.deactivate();
    }

    @OnEachDatabase
    void demandMovesPricesButNoQuoteThatWasGiven(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database, "demand_most_percent", 150);
        QuotaService quota = service(world);
        PriceService prices = new PriceService(TestConfig.standard(), world.quota);
        org.mutoscope.api.media.FrameSize size = new org.mutoscope.api.media.FrameSize(720, 1280);
        String account = world.account();
        quota.capacity = () -> reading(1, 1000);
        tick(world, quota, 1);
        var quoted = world.world.write(
                tx -> prices.quote(tx, account, prices.price("m", 4, size).besides(10)));
        tick(world, quota, 1);
        assertEquals(105, world.read(quota::now).demandPercent());
        var now = prices.price("m", 4, size);
        assertEquals(11, now.credits(), "10.5 rounded up");
        assertTrue(now.version().endsWith("-d105"), now.version());
        var redeemed = world.world.write(tx -> prices.redeem(tx, account, quoted.id(), now));
        assertEquals(quoted, redeemed);
        assertEquals(10, redeemed.price().standard());
        var loud = prices.price("m", 4, size, true);
        World.refused(
                Code.QUOTE_MISMATCH, () -> world.world.write(tx -> prices.redeem(tx, account, quoted.id(), loud)));
        quota.deactivate();
    }

    @OnEachDatabase
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aShorterTickCountsAtOnce(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database, "tick_seconds", 3600);
        QuotaService quota = service(world);
        CountDownLatch looked = new CountDownLatch(2);
        quota.capacity = () -> {
            looked.countDown();
            return reading(1, 0);
        };
        world.quota.modified(TestConfig.of(QuotaConfig.class, Map.of("tick_seconds", 1)));
        assertTrue(looked.await(60, TimeUnit.SECONDS), "the hour that was begun would have to pass first");
        quota.deactivate();
        world.quota.modified(TestConfig.of(QuotaConfig.class, Map.of("tick_seconds", 2))); // nobody listens any more
    }

    @OnEachDatabase
    void theLargestOfSeveralBackendsIsPromisedToNobody(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database, "settle_seconds", 0);
        QuotaService quota = service(world);
        for (int n = 0; n < 10; n++) {
            String account = world.account();
            world.hold(account, account, 10);
        }
        List<Long> hours = new ArrayList<>(NONE);
        hours.set(0, 1000L);
        // one slot makes 180 clips of 20 s in an hour; all of the day falls into one hour and ten accounts have open
        // lots
        quota.capacity = () -> new Capacity.Reading(SetClock.START, 2, 1, 0, 0, 20_000, 10, hours, NONE, 0, 1, 0);
        tick(world, quota, 1);
        assertEquals(18, world.read(quota::now).clips(), "one of two slots");
        world.quota.modified(TestConfig.of(QuotaConfig.class, Map.of("settle_seconds", 0, "spare_backend", false)));
        tick(world, quota, 7);
        assertEquals(19, world.read(quota::now).clips(), "85 % of two slots bear 30; it rises by one");
        quota.deactivate();
    }

    @OnEachDatabase
    void aFixedQuotaIsNotTouched(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database, "follow_capacity", false);
        QuotaService quota = service(world);
        quota.capacity = () -> reading(1, 1000);
        tick(world, quota, 10);
        assertEquals(30, world.read(quota::now).clips());
        assertEquals(30, world.read(quota::now).floor());
        assertEquals(0, world.read(tx -> quota.history(tx, Long.MAX_VALUE, 10)).size());
        quota.deactivate();
    }

    @OnEachDatabase
    void linksAreOfAccountsThatExist(Database database) throws Exception {
        PlanWorld world = new PlanWorld(database);
        QuotaService quota = service(world);
        String account = world.account();
        World.refused(
                Code.ACCOUNT_NOT_FOUND,
                () -> world.world.write(tx -> {
                    quota.link(tx, "x", List.of(account, "acct_none"));
                    return null;
                }));
        assertEquals(
                0,
                world.read(tx -> tx.query("select kind from account_bucket", row -> row.text("kind")))
                        .size());
        quota.deactivate();
    }

    private static void tick(PlanWorld world, QuotaService quota, int times) {
        for (int i = 0; i < times; i++) {
            world.world.clock.forward(Duration.ofMinutes(5));
            quota.tick();
        }
    }
}
