package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;

class PurchaseTest {
    private static final int ALL = 100_000;

    @OnEachDatabase
    void aFactGrantsOnceAndNeverExpires(Database database) {
        World world = database.world();
        String account = world.account();
        Ledger.Lot lot = world.apply(account, World.fact(account, 0, 1), 100).orElseThrow();
        assertEquals(Source.PURCHASE, lot.source());
        assertNull(lot.expiresAt());
        for (int minute : new int[] {0, 1, 2}) {
            assertEquals(
                    lot.id(),
                    world.apply(account, World.fact(account, 0, minute), 999)
                            .orElseThrow()
                            .id());
        }
        world.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void badFactsAreRefused(Database database) {
        World world = database.world();
        String account = world.account();
        String other = world.account();
        PurchaseFact fact = World.fact(account, 0, 1);
        World.refused(Code.INVALID_AMOUNT, () -> world.apply(account, fact, 0));
        World.refused(Code.INVALID_AMOUNT, () -> world.apply(account, fact, Long.MAX_VALUE));
        World.refused(Code.ACCOUNT_NOT_FOUND, () -> world.apply("acct_nobody", fact, 1));
        World.refused(
                Code.INVALID_REQUEST,
                () -> world.write(tx -> world.ledger.apply(tx, "p".repeat(41), account, fact, 1)));
        world.apply(account, fact, 100);
        World.refused(Code.LEDGER_CONFLICT, () -> world.apply(other, fact, 100));
        PurchaseFact two =
                new PurchaseFact(account, "production", "pack.10", 2, Optional.empty(), 800, "USD", 0, fact.signedAt());
        World.refused(Code.LEDGER_CONFLICT, () -> world.apply(account, two, 200));
        world.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void refundOfUnspentCreditsTakesThemBack(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        assertEquals(
                0,
                world.apply(account, World.fact(account, ALL, 2), 100)
                        .orElseThrow()
                        .remaining());
        world.apply(account, World.fact(account, ALL, 2), 100);
        world.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void refundOfSpentCreditsBecomesDebtThatTheNextPurchaseRepays(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account, 60);
        world.capture(account, 60);
        world.apply(account, World.fact(account, ALL, 2), 100);
        world.assertBalance(account, 0, 0, 60);
        world.grant(account, Source.PROMO, 10);
        world.assertBalance(account, 0, 0, 50);
        world.apply(account, World.fact(account + "2", 0, 3), 100);
        world.assertBalance(account, 50, 0, 0);
    }

    @OnEachDatabase
    void whileAnAccountOwesItsPaidLotsRest(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account + "1", 0, 1), 100);
        world.hold(account, account, 100);
        world.capture(account, 100);
        world.apply(account, World.fact(account + "2", 0, 2), 40);
        world.grant(account, Source.PROMO, 5);
        world.apply(account, World.fact(account + "1", ALL, 3), 100);
        world.assertBalance(account, 5, 0, 100);
        var problem = World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account + 2, 6));
        assertTrue(problem.getMessage().contains("owes 100 credits"), problem.getMessage());
        world.grant(account, Source.ADJUST, 100);
        world.assertBalance(account, 45, 0, 0);
    }

    @OnEachDatabase
    void partsAreRoundedDownAndAreTargetsNotSteps(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 1, 1), 100);
        world.assertBalance(account, 100, 0, 0);
        world.apply(account, World.fact(account, 33_333, 2), 100);
        world.assertBalance(account, 67, 0, 0);
        world.apply(account, World.fact(account, 99_999, 3), 100);
        world.assertBalance(account, 1, 0, 0);
        world.apply(account, World.fact(account, ALL, 4), 100);
        world.assertBalance(account, 0, 0, 0);
        world.apply(account, World.fact(account, 50_000, 5), 100);
        world.assertBalance(account, 50, 0, 0);
        world.apply(account, World.fact(account, 0, 6), 100);
        world.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void reversalPaysDebtFirstAndPutsTheRestBack(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account, 60);
        world.capture(account, 60);
        world.apply(account, World.fact(account, ALL, 2), 100);
        world.grant(account, Source.COMP, 20);
        world.assertBalance(account, 0, 0, 40);
        world.apply(account, World.fact(account, 0, 3), 100);
        world.assertBalance(account, 60, 0, 0);
    }

    @OnEachDatabase
    void aRefundDuringAJobWaitsForItsEnd(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account + "a", 30);
        world.hold(account, account + "b", 50);
        world.apply(account, World.fact(account, ALL, 2), 100);
        world.assertBalance(account, 0, 80, 0);
        world.release(account + "a");
        world.assertBalance(account, 0, 50, 0);
        world.capture(account + "b", 45);
        world.assertBalance(account, 0, 0, 45);
    }

    @OnEachDatabase
    void aReversalDuringAJobLeavesItsCredits(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account, 80);
        world.apply(account, World.fact(account, 50_000, 2), 100);
        world.assertBalance(account, 0, 80, 0);
        world.apply(account, World.fact(account, 10_000, 3), 100);
        world.assertBalance(account, 10, 80, 0);
        world.release(account);
        world.assertBalance(account, 90, 0, 0);
    }

    @OnEachDatabase
    void aRefundSeenBeforeThePurchaseGrantsNothing(Database database) {
        World world = database.world();
        String account = world.account();
        assertEquals(Optional.empty(), world.apply(account, World.fact(account, ALL, 5), 100));
        assertEquals(Optional.empty(), world.apply(account, World.fact(account, 0, 1), 100));
        world.assertBalance(account, 0, 0, 0);
        assertTrue(world.apply(account, World.fact(account, 0, 6), 100).isPresent(), "unless it is reversed");
        world.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void sandboxCreditsAreNotCredits(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1, "sandbox"), 100);
        world.assertBalance(account, 0, 0, 0);
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account, 1));
        world.apply(account, World.fact(account, 0, 1), 70);
        world.apply(account, World.fact(account, ALL, 2, "sandbox"), 100);
        world.assertBalance(account, 70, 0, 0);
        assertEquals(1, world.lots(account, true).size());
    }

    @OnEachDatabase
    void anyOrderAndNumberOfDeliveriesEndsInOneState(Database database) {
        World world = database.world();
        long seed = Long.getLong("mutoscope.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            String account = world.account();
            List<PurchaseFact> facts = new ArrayList<>();
            int[] targets = {0, 40_000, ALL, 0, 25_000};
            for (int n = 0; n < targets.length; n++) {
                facts.addAll(Collections.nCopies(1 + random.nextInt(3), World.fact(account, targets[n], n)));
            }
            Collections.shuffle(facts, random);
            facts.forEach(fact -> world.apply(account, fact, 100));
            assertEquals(75, world.balance(account).available(), "seed " + seed + " round " + round);
        }
        world.assertSound();
    }

    @OnEachDatabase
    void ofTwoFactsOfOneMomentTheOneThatTakesBackMoreCounts(Database database) {
        World world = database.world();
        String one = world.account();
        world.apply(one, World.fact(one, 0, 1), 100);
        world.apply(one, World.fact(one, 30_000, 1), 100);
        String other = world.account();
        world.apply(other, World.fact(other, 30_000, 1), 100);
        world.apply(other, World.fact(other, 0, 1), 100);
        world.assertBalance(one, 70, 0, 0);
        world.assertBalance(other, 70, 0, 0);
    }
}
