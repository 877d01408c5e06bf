package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Ledger.GrantRequest;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;

class GrantTest {
    @OnEachDatabase
    void badRequestsAreRefused(Database database) {
        World world = database.world();
        String account = world.account();
        var past = world.clock.now();
        for (long bad : new long[] {0, -1, Amounts.MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            World.refused(Code.INVALID_AMOUNT, () -> world.grant(account, Source.PROMO, bad));
        }
        for (String bad : new String[] {null, "", "x".repeat(121), "tab\t"}) {
            World.refused(
                    Code.INVALID_REQUEST, () -> world.grant(new GrantRequest(account, Source.PROMO, bad, 1, null)));
        }
        World.refused(Code.INVALID_REQUEST, () -> world.grant(account, Source.PURCHASE, 1, past.plusSeconds(9)));
        World.refused(Code.INVALID_REQUEST, () -> world.grant(account, Source.PROMO, 1, past));
        World.refused(Code.INVALID_REQUEST, () -> world.grant(account, Source.FREE_DAILY, 1));
        World.refused(Code.ACCOUNT_NOT_FOUND, () -> world.grant("acct_nobody", Source.PROMO, 1));
        world.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void anAccountDoesNotOverflow(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PURCHASE, Amounts.MAX - 1);
        World.refused(Code.INVALID_AMOUNT, () -> world.grant(account, Source.PROMO, 2));
        world.grant(account, Source.PROMO, 1);
        world.hold(account, account, Amounts.MAX);
        assertEquals(new Ledger.Captured(Amounts.MAX, Amounts.MAX - 1), world.capture(account, Amounts.MAX));
        world.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void aFullAccountStillHoldsButGetsNoFreeLot(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.grant(account, Source.PURCHASE, Amounts.MAX);
        world.hold(account, account, 10);
        world.assertBalance(account, Amounts.MAX - 10, 10, 0);
    }

    @OnEachDatabase
    void oneKeyGrantsOnce(Database database) {
        World world = database.world();
        String account = world.account();
        GrantRequest request = new GrantRequest(
                account,
                Source.PROMO,
                "welcome-" + account,
                50,
                world.clock.now().plusSeconds(60));
        Ledger.Lot lot = world.grant(request);
        assertEquals(lot.id(), world.grant(request).id());
        world.clock.forward(java.time.Duration.ofDays(1));
        assertEquals(lot.id(), world.grant(request).id(), "also when it is over");
        assertEquals(1, world.lots(account, true).size());
    }

    @OnEachDatabase
    void oneKeyWithOtherContentIsAConflict(Database database) {
        World world = database.world();
        String account = world.account();
        String other = world.account();
        String key = "k-" + account;
        world.grant(new GrantRequest(account, Source.PROMO, key, 50, null));
        for (GrantRequest differs : List.of(
                new GrantRequest(account, Source.PROMO, key, 51, null),
                new GrantRequest(account, Source.COMP, key, 50, null),
                new GrantRequest(other, Source.PROMO, key, 50, null),
                new GrantRequest(
                        account, Source.PROMO, key, 50, world.clock.now().plusSeconds(60)))) {
            World.refused(Code.LEDGER_CONFLICT, () -> world.grant(differs));
        }
        world.assertBalance(account, 50, 0, 0);
        world.assertBalance(other, 0, 0, 0);
    }

    @OnEachDatabase
    void historyTellsEachPostingNewestFirst(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 20);
        world.grant(account, Source.PURCHASE, 100);
        world.hold(account, account, 50);
        world.capture(account, 25);
        List<Ledger.Entry> all = world.history(account);
        assertEquals(
                List.of(-5L, -20L, 100L, 20L),
                all.stream().map(Ledger.Entry::amount).toList());
        assertEquals(
                List.of(95L, 100L, 120L, 20L),
                all.stream().map(Ledger.Entry::balanceAfter).toList());
        assertEquals("CAPTURE", all.get(0).kind());
        assertEquals(account, all.get(0).cause());
        List<Ledger.Entry> page =
                world.read(tx -> world.ledger.history(tx, account, all.get(1).seq(), 1));
        assertEquals(List.of(all.get(2)), page);
    }

    @OnEachDatabase
    void anAccountWithoutCreditsHasNothing(Database database) {
        World world = database.world();
        String account = world.account();
        assertTrue(world.lots(account, true).isEmpty() && world.history(account).isEmpty());
        world.assertBalance(account, 0, 0, 0);
    }
}
