package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;

/** "Ten generations" is a promise: whatever prices do, the pack makes ten standard clips. */
class LockTest {
    @OnEachDatabase
    void aPackMakesTenStandardClipsWhateverTheyCostNow(Database database) {
        World world = database.world();
        String account = world.account();
        pack(world, account, 10);
        for (int clip = 0; clip < 10; clip++) {
            Ledger.Hold hold = hold(world, account, account + clip, 15, 15, 0);
            assertEquals(10, hold.amount());
            assertTrue(hold.paid());
            world.capture(account + clip, 10);
        }
        world.assertBalance(account, 0, 0, 0);
        World.refused(Code.INSUFFICIENT_QUOTA, () -> hold(world, account, account + "x", 15, 15, 0));
    }

    @OnEachDatabase
    void largerClipsInProportionAndLowerPricesAsTheyAre(Database database) {
        World world = database.world();
        String account = world.account();
        pack(world, account, 10);
        assertEquals(20, hold(world, account, account + "a", 30, 15, 0).amount());
        assertEquals(7, hold(world, account, account + "b", 10, 15, 0).amount(), "6 2/3 rounded up once");
        assertEquals(8, hold(world, account, account + "c", 8, 8, 0).amount());
        assertEquals(15, hold(world, account, account + "d", 15, 0, 0).amount(), "no measure, no lock");
    }

    @OnEachDatabase
    void otherLotsPayTheirPartInFullAndFeesAreNeverLowered(Database database) {
        World world = database.world();
        String account = world.account();
        pack(world, account, 10);
        world.grant(account, Source.PROMO, 5);
        assertEquals(5 + 7, hold(world, account, account + "a", 15, 15, 0).amount(), "5, and 10 x 10/15 rounded up");
        assertEquals(10 + 6, hold(world, account, account + "b", 21, 15, 6).amount());
        world.assertBalance(account, 100 - 7 - 16, 28, 0);
    }

    @OnEachDatabase
    void theSameHoldAgainIsTheSameAndAnotherIsAConflict(Database database) {
        World world = database.world();
        String account = world.account();
        pack(world, account, 10);
        Ledger.Hold first = hold(world, account, account, 15, 15, 0);
        assertEquals(first, hold(world, account, account, 15, 15, 0));
        World.refused(Code.LEDGER_CONFLICT, () -> hold(world, account, account, 10, 10, 0));
        world.release(account);
        world.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void aLockIsLoweredButNeverRaised(Database database) {
        World world = database.world();
        String account = world.account();
        Ledger.Lot lot = pack(world, account, 10);
        lock(world, lot.id(), 12);
        assertEquals(10, hold(world, account, account + "a", 15, 15, 0).amount());
        lock(world, lot.id(), 5);
        assertEquals(5, hold(world, account, account + "b", 15, 15, 0).amount());
        World.refused(Code.INVALID_AMOUNT, () -> lock(world, lot.id(), 0));
        World.refused(Code.LEDGER_CONFLICT, () -> lock(world, -1, 10));
        assertThrows(IllegalArgumentException.class, () -> hold(world, account, account + "c", 15, 15, 16));
    }

    @OnEachDatabase
    void randomPricesNeverTakeMoreThanTheLock(Database database) {
        World world = database.world();
        String account = world.account();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long lock = 1 + random.nextInt(20);
        lock(
                world,
                world.apply(account, World.fact(account, 0, 1), 1_000_000)
                        .orElseThrow()
                        .id(),
                lock);
        for (int i = 0; i < 200; i++) {
            long standard = 1 + random.nextInt(60);
            long clips = 1 + random.nextInt(9);
            long amount = hold(world, account, account + i, standard * clips, standard, 0)
                    .amount();
            assertEquals(Math.min(standard, lock) * clips, amount, "seed " + seed);
        }
        world.assertSound();
    }

    @Test
    void whatDoesNotSufficeIsNotCovered() {
        Ledger.HoldRequest request = new Ledger.HoldRequest("a", "j", 10, "p", 10, 0);
        assertFalse(Allotment.of(java.util.List.of(), request).covered());
    }

    private static Ledger.Lot pack(World world, String account, long standard) {
        Ledger.Lot lot = world.apply(account, World.fact(account, 0, 1), 100).orElseThrow();
        lock(world, lot.id(), standard);
        return lot;
    }

    private static void lock(World world, long lot, long standard) {
        world.write(tx -> {
            world.ledger.lock(tx, lot, standard);
            return null;
        });
    }

    private static Ledger.Hold hold(World world, String account, String job, long amount, long standard, long fees) {
        Ledger.HoldRequest request = new Ledger.HoldRequest(account, job, amount, "p1", standard, fees);
        return world.write(tx -> world.ledger.hold(tx, request, Duration.ofHours(1)));
    }
}
