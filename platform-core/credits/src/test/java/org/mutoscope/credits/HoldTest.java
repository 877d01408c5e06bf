package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

class HoldTest {
    @OnEachDatabase
    void badAmountsAreRefused(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 50);
        for (long bad : new long[] {0, -1, Long.MIN_VALUE, Amounts.MAX + 1, Long.MAX_VALUE}) {
            World.refused(Code.INVALID_AMOUNT, () -> world.hold(account, "j" + bad, bad));
        }
        world.assertBalance(account, 50, 0, 0);
    }

    @OnEachDatabase
    void badIdsAreRefused(Database database) {
        World world = database.world();
        String account = world.account();
        for (String bad : new String[] {null, "", " ", "x".repeat(65), "a\u0000b", "\ud800"}) {
            World.refused(Code.INVALID_REQUEST, () -> world.hold(account, bad, 1));
        }
        World.refused(Code.ACCOUNT_NOT_FOUND, () -> world.hold("acct_nobody", "j", 1));
        World.refused(Code.ACCOUNT_NOT_FOUND, () -> world.balance("acct_nobody"));
        world.assertSound();
    }

    @OnEachDatabase
    void aHoldIsTakenFromWhatIsAvailableAndCapturedOnce(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 50);
        String job = account + "-1";
        assertEquals(new Ledger.Hold(account, job, 30, 0, "HELD"), world.hold(account, job, 30));
        world.assertBalance(account, 20, 30, 0);
        assertEquals(new Ledger.Captured(30, 0), world.capture(job, 30));
        world.assertBalance(account, 20, 0, 0);
        assertEquals(
                Optional.of(new Ledger.Hold(account, job, 30, 30, "CAPTURED")),
                world.read(tx -> world.ledger.find(tx, job)));
    }

    @OnEachDatabase
    void aPartialCaptureFreesTheRest(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 20);
        world.grant(account, Source.PURCHASE, 100);
        world.hold(account, account, 50);
        assertEquals(new Ledger.Captured(25, 5), world.capture(account, 25));
        world.assertBalance(account, 95, 0, 0);
    }

    @OnEachDatabase
    void aCaptureOfNothingFreesAll(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 20);
        world.hold(account, account, 20);
        assertEquals(new Ledger.Captured(0, 0), world.capture(account, 0));
        assertEquals(new Ledger.Captured(0, 0), world.capture(account, 0));
        World.refused(Code.LEDGER_CONFLICT, () -> world.release(account));
        world.assertBalance(account, 20, 0, 0);
        assertEquals(1, world.history(account).size(), "nothing is booked for nothing");
    }

    @OnEachDatabase
    void captureTakesNoMoreThanWasHeld(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 50);
        world.hold(account, account, 30);
        World.refused(Code.INVALID_AMOUNT, () -> world.capture(account, 31));
        World.refused(Code.INVALID_AMOUNT, () -> world.capture(account, -1));
        World.refused(Code.LEDGER_CONFLICT, () -> world.capture("no-such-job", 1));
        world.assertBalance(account, 20, 30, 0);
    }

    @OnEachDatabase
    void theSameCommandAgainIsTheSameAnswer(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 30);
        assertEquals(world.hold(account, account, 30), world.hold(account, account, 30), "also when nothing is left");
        assertEquals(world.capture(account, 20), world.capture(account, 20));
        assertEquals("CAPTURED", world.hold(account, account, 30).state());
        world.assertBalance(account, 10, 0, 0);
    }

    @OnEachDatabase
    void theSameJobWithOtherContentIsAConflict(Database database) {
        World world = database.world();
        String account = world.account();
        String other = world.account();
        world.grant(account, Source.PROMO, 50);
        world.grant(other, Source.PROMO, 50);
        world.hold(account, account, 30);
        World.refused(Code.LEDGER_CONFLICT, () -> world.hold(account, account, 10));
        World.refused(Code.LEDGER_CONFLICT, () -> world.hold(other, account, 30));
        Ledger.HoldRequest otherPrice = new Ledger.HoldRequest(account, account, 30, "p2");
        World.refused(
                Code.LEDGER_CONFLICT, () -> world.write(tx -> world.ledger.hold(tx, otherPrice, Duration.ofHours(1))));
        world.assertBalance(account, 20, 30, 0);
        world.assertBalance(other, 50, 0, 0);
    }

    @OnEachDatabase
    void captureAndReleaseExcludeEachOther(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 50);
        world.hold(account, account, 30);
        world.capture(account, 30);
        World.refused(Code.LEDGER_CONFLICT, () -> world.release(account));
        World.refused(Code.LEDGER_CONFLICT, () -> world.capture(account, 29));
        world.assertBalance(account, 20, 0, 0);
    }

    @OnEachDatabase
    void releaseIsQuietTheSecondTimeAndWithoutAHold(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 50);
        world.hold(account, account, 30);
        world.release(account);
        world.release(account);
        world.release("never-held");
        world.assertBalance(account, 50, 0, 0);
        assertEquals("RELEASED", world.hold(account, account, 30).state(), "a released job's hold is spent");
    }

    @OnEachDatabase
    void aCaptureAfterTheReleaseTakesTheCreditsAnew(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 30);
        world.hold(account, account, 30);
        world.release(account);
        world.grant(account, Source.PURCHASE, 100);
        world.hold(account, "other-" + account, 20);
        assertEquals(new Ledger.Captured(25, 15), world.capture(account, 25));
        assertEquals(new Ledger.Captured(25, 15), world.capture(account, 25));
        world.assertBalance(account, 85, 20, 0);
    }

    @OnEachDatabase
    void aCaptureAfterTheReleaseNeverOverdraws(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 30);
        world.hold(account, account, 30);
        world.release(account);
        world.hold(account, "other-" + account, 20);
        World.refused(Code.LEDGER_CONFLICT, () -> world.capture(account, 11));
        assertEquals(new Ledger.Captured(0, 0), world.capture(account, 0));
        world.assertBalance(account, 10, 20, 0);
    }

    @OnEachDatabase
    void lotsAreSpentByRankThenExpiryThenAge(Database database) {
        World world = database.world().free(10);
        String account = world.account();
        var now = world.clock.now();
        long bought = world.grant(account, Source.PURCHASE, 10).id();
        long comp = world.grant(account, Source.COMP, 10).id();
        long promoOpen = world.grant(account, Source.PROMO, 10).id();
        long promoLate =
                world.grant(account, Source.PROMO, 10, now.plusSeconds(900)).id();
        long promoSoon =
                world.grant(account, Source.PROMO, 10, now.plusSeconds(600)).id();
        long promoSoonToo =
                world.grant(account, Source.PROMO, 10, now.plusSeconds(600)).id();
        long plan = world.grant(account, Source.PLAN, 10).id();
        long adjust = world.grant(account, Source.ADJUST, 10).id();
        world.hold(account, account, 1);
        List<Long> order =
                world.lots(account, false).stream().skip(1).map(Ledger.Lot::id).toList();
        assertEquals(List.of(plan, promoSoon, promoSoonToo, promoLate, promoOpen, comp, adjust, bought), order);
        assertEquals(Source.FREE_DAILY, world.lots(account, false).get(0).source());
        for (int lot = 0; lot < 9; lot++) {
            world.hold(account, account + lot, lot == 0 ? 9 : 10);
            assertEquals(
                    lot + 1,
                    world.lots(account, false).stream()
                            .filter(l -> l.held() == 10)
                            .count());
        }
        assertEquals(new Ledger.Captured(10, 10), world.capture(account + 1, 10), "plan");
        assertEquals(new Ledger.Captured(10, 0), world.capture(account + 7, 10), "adjust");
        assertEquals(new Ledger.Captured(10, 10), world.capture(account + 8, 10), "purchase");
        world.assertBalance(account, 0, 60, 0);
    }

    @OnEachDatabase
    void tooLittleSaysHowMuchAndWhenMoreComes(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account, 296);
        Problem problem = World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account + 2, 10));
        assertEquals(
                "This needs 10 credits and 4 are available." + " The next free lot opens at 2026-11-23T09:00:00Z.",
                problem.getMessage());
        world.assertBalance(account, 4, 296, 0);
    }

    @OnEachDatabase
    void holdsThatStandTooLongAreOverdue(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 50);
        for (int n = 0; n < 3; n++) {
            world.hold(account, account + n, 10);
            world.clock.forward(Duration.ofMinutes(1));
        }
        assertEquals(List.of(), overdue(world, account));
        world.clock.forward(Duration.ofMinutes(59));
        assertEquals(List.of(account + 0, account + 1, account + 2), overdue(world, account));
        world.write(tx -> {
            world.ledger.extend(tx, account + 0, Duration.ofMinutes(5));
            return null;
        });
        world.capture(account + 1, 10);
        assertEquals(List.of(account + 2), overdue(world, account));
        assertTrue(world.read(tx -> world.ledger.overdue(tx, 1)).size() == 1);
    }

    @OnEachDatabase
    void workThatFailsLeavesNothing(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        assertThrows(
                IllegalCallerException.class,
                () -> world.write(tx -> {
                    world.ledger.hold(tx, new Ledger.HoldRequest(account, account, 10, "p1"), Duration.ZERO);
                    throw new IllegalCallerException("after the hold");
                }));
        world.assertBalance(account, 300, 0, 0);
        world.hold(account, account, 10);
        world.assertBalance(account, 290, 10, 0);
    }

    private static List<String> overdue(World world, String account) {
        return world.read(tx -> world.ledger.overdue(tx, 100)).stream()
                .filter(job -> job.startsWith(account))
                .toList();
    }
}
