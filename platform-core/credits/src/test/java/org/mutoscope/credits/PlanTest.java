package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;

class PlanTest {
    private static final Duration MONTH = Duration.ofDays(31);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "daily=",
                "daily=-1",
                "daily=1.5",
                "daily=100001",
                "daily=1 daily=2",
                "weight=1001",
                "colour=red",
                "watermark=maybe",
                "largest=huge",
                "=3"
            })
    void unreadablePlansAreRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> PlanWords.read("some", line, 0));
    }

    @Test
    void plansThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PlanWords.read("Big Plan", "daily=1", 0));
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("plans", new String[] {"no colon"}),
                Map.of("plans", new String[] {"standard: daily=1"}),
                Map.of("plan_free", "verify=education"),
                Map.of("paid_queue", "gold"))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new PlanBook(TestConfig.of(PlansConfig.class, bad)),
                    bad + "");
        }
    }

    @Test
    void aFurtherPlanIsReadAndLargestCountsPixels() {
        PlanBook book = new PlanBook(TestConfig.of(
                PlansConfig.class, Map.of("plans", new String[] {"gold: daily=7 weight=100 largest=720x1280"})));
        Plan gold = book.find("gold").orElseThrow();
        assertEquals(7, gold.dailyClips());
        assertTrue(gold.allows(new FrameSize(1280, 720)));
        assertFalse(gold.allows(new FrameSize(722, 1280)));
    }

    @OnEachDatabase
    void everybodyIsOnFreeUntilAssigned(Database database) {
        PlanWorld world = new PlanWorld(database);
        assertEquals(
                List.of("free", "low-price", "standard", "education", "non-profit"),
                world.plans.list().stream().map(Plan::id).toList());
        assertEquals(30, world.plans.list().get(0).dailyClips());
        String account = world.account();
        Plans.Standing free = world.read(tx -> world.plans.planOf(tx, account));
        assertEquals("free", free.plan().id());
        assertNull(free.until());
        World.refused(Code.PLAN_NOT_FOUND, () -> world.assign(account, "gold", null, "x"));
        World.refused(Code.ACCOUNT_NOT_FOUND, () -> world.assign("acct_none", "standard", null, "x"));
        World.refused(Code.INVALID_REQUEST, () -> world.assign(account, "standard", world.world.clock.now(), "x"));
        World.refused(Code.INVALID_REQUEST, () -> world.assign(account, "standard", null, " "));
        assertEquals("free", world.planOf(account));
    }

    @OnEachDatabase
    void aPaidPeriodOpensItsLotOnceAndEndsWithIt(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        Instant end = world.world.clock.now().plus(MONTH);
        assertEquals(
                "standard",
                world.assign(account, "standard", end, "paper:production:1")
                        .plan()
                        .id());
        world.assign(account, "standard", end, "paper:production:1");
        List<Ledger.Lot> lots = world.read(tx -> world.ledger.lots(tx, account, true));
        assertEquals(1, lots.size());
        assertEquals(Source.PLAN, lots.get(0).source());
        assertEquals(2000, lots.get(0).granted());
        assertEquals(end, lots.get(0).expiresAt());
        assertEquals(2500, world.available(account), "500 a day on standard");
        world.world.clock.forward(MONTH.minusSeconds(1));
        assertEquals("standard", world.planOf(account));
        world.world.clock.forward(Duration.ofSeconds(1));
        assertEquals("free", world.planOf(account));
        assertEquals(300, world.available(account));
        assertFalse(world.renew(account), "nobody pays for another month");
        world.world.assertSound();
    }

    @OnEachDatabase
    void aPeriodToldLateOrAgainChangesNothingThatIsNewer(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        Instant first = world.world.clock.now().plus(MONTH);
        Instant second = first.plus(MONTH);
        world.assign(account, "standard", second, "p:2");
        world.assign(account, "low-price", first, "p:1");
        Plans.Standing on = world.read(tx -> world.plans.planOf(tx, account));
        assertEquals(second, on.until());
        assertEquals("p:2", on.cause());
        world.assign(account, "low-price", second.plus(MONTH), "p:1");
        assertEquals("p:2", world.read(tx -> world.plans.planOf(tx, account)).cause());
    }

    @OnEachDatabase
    void graceMovesTheEndForwardOnlyAndOpensNothing(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        Instant end = world.world.clock.now().plus(MONTH);
        world.assign(account, "standard", end, "p:1");
        world.world.write(tx -> world.plans.extend(tx, account, end.minusSeconds(1)));
        assertEquals(end, world.read(tx -> world.plans.planOf(tx, account)).until());
        world.world.write(tx -> world.plans.extend(tx, account, end.plusSeconds(60)));
        assertEquals(
                end.plusSeconds(60),
                world.read(tx -> world.plans.planOf(tx, account)).until());
        assertEquals(1, world.read(tx -> world.ledger.lots(tx, account, true)).size());
        world.world.write(tx -> world.plans.end(tx, account, "expired"));
        assertEquals("free", world.planOf(account));
        assertEquals(2300, world.available(account), "the lot lives until its own end");
    }

    @OnEachDatabase
    void aRefundedPeriodEndsItsLotButNotItsHolds(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        world.assign(account, "standard", world.world.clock.now().plus(MONTH), "p:1");
        world.hold(account, account, 600); // 500 of the day, 100 of the month
        world.world.write(tx -> world.plans.takeBack(tx, account, "p:other", 100_000));
        assertEquals("standard", world.planOf(account));
        world.world.write(tx -> world.plans.takeBack(tx, account, "p:1", 100_000));
        assertEquals("free", world.planOf(account));
        assertEquals(0, world.available(account));
        world.capture(account, 600);
        world.world.expire();
        world.world.assertSound();
        assertEquals(
                0,
                world.read(tx -> world.ledger.lots(tx, account, false)).stream()
                        .filter(lot -> lot.source() == Source.PLAN)
                        .count());
    }

    @OnEachDatabase
    void educationNeedsVerificationAndFallsBackAtRenewalNeverBefore(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        World.refused(Code.NOT_ELIGIBLE, () -> world.assign(account, "education", null, "o:1"));
        world.verified(account, "education", Duration.ofDays(45));
        World.refused(Code.NOT_ELIGIBLE, () -> world.assign(account, "non-profit", null, "o:1"));
        assertEquals(
                "education",
                world.assign(account, "education", null, "o:1").plan().id());
        world.assign(account, "education", null, "o:2");
        assertEquals(1, world.read(tx -> world.ledger.lots(tx, account, true)).size(), "one lot a month");
        world.world.clock.forward(MONTH);
        assertTrue(world.renew(account));
        assertFalse(world.renew(account), "once");
        assertEquals("education", world.planOf(account));
        assertEquals(2, world.read(tx -> world.ledger.lots(tx, account, true)).size());
        world.world.clock.forward(Duration.ofDays(20));
        assertEquals("education", world.planOf(account), "the verification is over, the month is not");
        world.world.clock.forward(Duration.ofDays(20));
        assertTrue(world.renew(account));
        assertEquals("free", world.planOf(account));
        assertEquals(300, world.available(account));
        world.world.assertSound();
    }

    @OnEachDatabase
    void whoPaysForAPlanThatIsNotForThemKeepsTheCreditsAndStaysOnFree(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        Plans.Standing standing =
                world.assign(account, "education", world.world.clock.now().plus(MONTH), "p:1");
        assertEquals("free", standing.plan().id());
        assertNotNull(standing.note());
        assertEquals(600, world.available(account));
    }

    @OnEachDatabase
    void monthsAreCountedFromTheFirstDaySoThatThe31stComesBack(Database database) {
        PlanWorld world = new PlanWorld(database);
        String account = world.account();
        Instant begin = Instant.parse("2028-01-31T12:00:00Z"); // a leap year
        world.world.clock.forward(Duration.between(world.world.clock.now(), begin));
        world.assign(account, "standard", null, "o:1");
        for (String end : List.of("2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31")) {
            Instant until = world.read(tx -> world.plans.planOf(tx, account)).until();
            assertEquals(Instant.parse(end + "T12:00:00Z"), until);
            world.world.clock.forward(Duration.between(world.world.clock.now(), until));
            assertTrue(world.renew(account));
        }
        world.world.clock.forward(Duration.ofDays(200));
        assertTrue(world.renew(account));
        assertEquals(
                6,
                world.read(tx -> world.ledger.lots(tx, account, true)).size(),
                "months in which the platform did not run open no lots");
    }

    @OnEachDatabase
    void aPlanThatLeavesTheConfigurationIsFreeAndSaysSo(Database database) {
        PlanWorld world = new PlanWorld(database);
        world.book.modified(TestConfig.of(PlansConfig.class, Map.of("plans", new String[] {"gold: daily=7"})));
        String account = world.account();
        world.assign(account, "gold", null, "o:1");
        world.book.modified(TestConfig.of(PlansConfig.class, Map.of()));
        Plans.Standing standing = world.read(tx -> world.plans.planOf(tx, account));
        assertEquals("free", standing.plan().id());
        assertTrue(standing.note().contains("gold"), standing.note());
    }

    @OnEachDatabase
    void paidClipsOfFreeAccountsWaitAmongThoseWhoPay(Database database) {
        PlanWorld world = new PlanWorld(database);
        Plan free = world.plans.find("free").orElseThrow();
        assertEquals("free", world.plans.queueOf(free, false).id());
        assertEquals("standard", world.plans.queueOf(free, true).id());
        Plan education = world.plans.find("education").orElseThrow();
        assertEquals("education", world.plans.queueOf(education, true).id());
    }
}
