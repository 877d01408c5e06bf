package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;

/** What is unspent of a purchase rests while its store decides about a refund. */
class FreezeTest {
    private static final int ALL = 100_000;

    private static void freeze(World world, String purchase, boolean frozen) {
        world.write(tx -> {
            world.ledger.freeze(tx, key(purchase), frozen);
            return null;
        });
    }

    private static Optional<Ledger.Use> use(World world, String purchase) {
        return world.read(tx -> world.ledger.use(tx, key(purchase)));
    }

    private static boolean block(World world, String account, boolean blocked) {
        return world.write(tx -> world.ledger.block(tx, account, blocked));
    }

    private static boolean blocked(World world, String account) {
        return world.read(tx -> world.ledger.blocked(tx, account));
    }

    private static Ledger.PurchaseKey key(String purchase) {
        return new Ledger.PurchaseKey("paper", "production", purchase);
    }

    @OnEachDatabase
    void whatNobodyBoughtCannotBeFrozen(Database database) {
        World world = database.world();
        freeze(world, "nothing", true);
        assertEquals(Optional.empty(), use(world, "nothing"));
    }

    @OnEachDatabase
    void whatIsAskedOfAnAccountThatLeavesHoldsWhenItStays(Database database) {
        World world = database.world();
        String account = world.account();
        world.write(tx -> {
            world.ledger.block(tx, account, true);
            return tx.update(
                    "insert into account_leaving (account_id, state, blocked, asked_at, due_at) values (?, 'ASKED', false, ?, ?)",
                    account,
                    tx.now(),
                    tx.now());
        });
        assertTrue(block(world, account, true), "that is news: it was to be free");
        assertFalse(block(world, account, true));
        assertTrue(block(world, account, false));
        assertTrue(blocked(world, account), "it makes no holds in any case");
        boolean then = world.read(tx -> tx.first(
                        "select blocked from account_leaving where account_id = ?", row -> row.flag("blocked"), account)
                .orElseThrow());
        assertFalse(then);
        world.write(tx -> tx.update("delete from account_leaving where account_id = ?", account));
        assertTrue(block(world, account, false));
        assertFalse(blocked(world, account));
    }

    @OnEachDatabase
    void aFrozenRestCannotBeHeldUntilItIsFree(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account, 30);
        freeze(world, account, true);
        freeze(world, account, true);
        world.assertBalance(account, 0, 30, 0);
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account + 2, 1));
        freeze(world, account, false);
        world.assertBalance(account, 70, 30, 0);
    }

    @OnEachDatabase
    void whatComesBackFromAHoldIsFrozenToo(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account, 100);
        freeze(world, account, true);
        world.capture(account, 40);
        world.assertBalance(account, 0, 0, 0);
        assertEquals(new Ledger.Use(100, 40, true), use(world, account).orElseThrow());
        freeze(world, account, false);
        world.assertBalance(account, 60, 0, 0);
    }

    @OnEachDatabase
    void aRefundTakesTheFrozenRest(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        freeze(world, account, true);
        world.apply(account, World.fact(account, 40_000, 2), 100);
        world.assertBalance(account, 0, 0, 0);
        freeze(world, account, false);
        world.assertBalance(account, 60, 0, 0);
    }

    @OnEachDatabase
    void spentIsToldInWholeCreditsWhateverWasTakenBack(Database database) {
        World world = database.world();
        String account = world.account();
        world.apply(account, World.fact(account + "1", 0, 1), 3);
        world.hold(account, account, 3);
        world.capture(account, 1);
        assertEquals(33_333, use(world, account + "1").orElseThrow().spentPer100000());
        world.apply(account, World.fact(account + "1", ALL, 2), 3);
        assertEquals(1, use(world, account + "1").orElseThrow().spent());
        world.apply(account, World.fact(account + "2", 0, 3), 10);
        assertEquals(1, use(world, account + "2").orElseThrow().spent(), "it paid the debt");
        world.apply(account, World.fact(account + "2", 50_000, 4), 10);
        assertEquals(1, use(world, account + "2").orElseThrow().spent());
    }
}
