package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.ledger.Source;

/** The verifier is only worth something if it sees damage: each kind is done on purpose, undone, and must have been named. */
class VerifyTest {
    private static final String CREDIT = " owner_kind = 'USER' and purpose = 'credit' and posted > 0";

    private static final String PAYOUT = "insert into payout (id, holder_id, asset, amount, provider, idem_key, state)"
            + " values (cast('00000000-0000-0000-0000-000000000001' as uuid), 'acct_x', 'USD', 5, 'file', 'pay_x', 'SENT')";

    private static final List<String[]> DAMAGE = List.of(
            damage(
                    "in one asset",
                    "update posting set amount = amount + 1 where line = 1 and tx_id in (select id from ledger_tx where kind ="
                            + " 'CAPTURE')"),
            damage(
                    "transactions",
                    "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at)"
                            + " select cast('00000000-0000-7000-8000-000000000001' as uuid), 'x', request_hash, kind, cause, occurred_at, booked_at"
                            + " from ledger_tx where kind = 'CAPTURE' limit 1"),
            damage("not its own", "update posting set asset = 'OTHER' where line = 1"),
            damage("its postings sum to", "update ledger_account set posted = posted + 1 where" + CREDIT),
            damage("is at version", "update ledger_account set version = version + 1 where" + CREDIT),
            damage(
                    "the lines up to it",
                    "update posting set balance_after = balance_after + 1 where balance_after = 120"),
            damage("must stay append-only", "update ledger_account set posted = 1 where purpose = 'consumed'"),
            damage("its lots have", "update ledger_account set posted = posted + 1 where" + CREDIT),
            damage("its lots have", "update ledger_account set held = held - 1 where held > 0"),
            damage("its open holds ask for", "update credit_hold set amount = amount + 1 where state = 'HELD'"),
            damage("above 0", "update ledger_account set posted = 1 where purpose = 'debt' and posted < 0"),
            damage("left, its postings", "update credit_lot set remaining = remaining - 1 where remaining > held"),
            damage("open holds have", "update hold_lot set amount = amount + 1 where captured = 0"),
            damage("was granted with", "update credit_lot set granted = granted + 1 where source = 'PROMO'"),
            damage("its lots over", "update hold_lot set amount = amount + 1 where captured = 0"),
            damage("captured 25, its lots 24", "update hold_lot set captured = captured - 1 where captured = 20"),
            damage("captured 24, booked 25", "update credit_hold set captured = captured - 1 where state = 'CAPTURED'"),
            damage("30 credits consumed, ", "update credit_hold set captured = captured - 1 where state = 'CAPTURED'"),
            damage(
                    "is to be revoked",
                    "update ext_purchase set revoked_milli = revoked_milli - 10000 where revoked_milli > 0"),
            damage("frozen, not", "update credit_lot set frozen = remaining - held where remaining > held"),
            damage("taken back, lots say", "update credit_lot set revoked = revoked + 1 where revoked > 0"),
            damage("its lots were granted", "update credit_lot set granted = granted + 1 where source = 'PROMO'"),
            damage(
                    "their lines say",
                    "insert into ledger_account (owner_kind, owner_id, purpose, asset, posted, floor_amt)"
                            + " values ('HOLDER', 'acct_x', 'on-hold', 'USD', 5, 0)"),
            damage(
                    "what waits there at",
                    "insert into revenue_suspense (cause, currency, micros, source, next_try, at)"
                            + " values ('x', 'USD', 5, 'revenue', current_timestamp, current_timestamp)"),
            damage("lines lost", "insert into revenue_loss (line_id, currency, micros) values ('x', 'USD', 5)"),
            damage("payouts in USD stand at", PAYOUT),
            damage("the lines of payout pay_x sum to", PAYOUT),
            damage("credits at rest", "update credit_lot set expired = true where remaining > held"));

    @OnEachDatabase
    void everyKindOfDamageIsNamed(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 20);
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account + "a", 40);
        world.capture(account + "a", 25);
        world.hold(account, account + "b", 10);
        world.apply(account, World.fact(account, 90_000, 2), 100);
        world.release(account + "b");
        world.apply(account, World.fact(account + "2", 0, 3), 100);
        world.hold(account, account + "c", 10);
        String debtor = world.account();
        world.apply(debtor, World.fact(debtor, 0, 4), 5);
        world.hold(debtor, debtor, 5);
        world.capture(debtor, 5);
        world.apply(debtor, World.fact(debtor, 100_000, 5), 5);
        world.assertSound();
        for (String[] damage : DAMAGE) {
            List<String> named = afterDamage(world, damage[1]);
            assertTrue(named.stream().anyMatch(text -> text.contains(damage[0])), damage[0] + " is not in " + named);
        }
        world.assertSound();
    }

    @Test
    void nothingIsWrongWithNothing() {
        Database.H2.world().assertSound();
    }

    /** What the verifier says of a ledger that is damaged in a unit of work which is then undone. */
    private static List<String> afterDamage(World world, String sql) {
        try {
            return world.write(tx -> {
                assertTrue(tx.update(sql) > 0, "nothing was damaged by " + sql);
                throw new Undone(world.ledger.verify(tx));
            });
        } catch (Undone undone) {
            return undone.said;
        }
    }

    private static String[] damage(String sentence, String sql) {
        return new String[] {sentence, sql};
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> said;

        Undone(List<String> said) {
            this.said = said;
        }
    }

    @Test
    void noRuleIsLeftOut() {
        assertEquals(
                29,
                Invariants.count(),
                "a new rule needs a damage of its own above; that of splits is in the tests of revenue");
    }
}
