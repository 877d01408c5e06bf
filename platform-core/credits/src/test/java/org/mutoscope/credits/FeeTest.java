package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;

/** Fees on their way to holders. That they are booked with a capture and once is tested with the registry of rights, which counts uses. */
class FeeTest {
    /** Ends a unit of work whose rows the other tests must not meet. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> said;
        private final long onHold;

        Undone(List<String> said, long onHold) {
            this.said = said;
            this.onHold = onHold;
        }
    }

    /** Books fees, does the damage, and tells what the verifier says. */
    private static Undone booked(World world, String holder, int times, String damage) {
        try {
            return world.write(tx -> {
                for (int n = 0; n < times; n++) {
                    world.ledger.fee(tx, "video_1", "grant_1", new Ledger.Fee(holder, 5));
                }
                if (damage != null) {
                    assertTrue(tx.update(damage) > 0, "nothing was damaged by " + damage);
                }
                throw new Undone(world.ledger.verify(tx), world.ledger.feesOnHold(tx, holder));
            });
        } catch (Undone undone) {
            return undone;
        }
    }

    @OnEachDatabase
    void theSameFeeAgainIsOneFee(Database database) {
        World world = database.world();
        String holder = world.account();
        assertEquals(5, booked(world, holder, 3, null).onHold);
        assertEquals(0, (long) world.read(tx -> world.ledger.feesOnHold(tx, holder)), "it was undone");
        world.assertSound();
    }

    @OnEachDatabase
    void badAmountsAreRefused(Database database) {
        World world = database.world();
        String holder = world.account();
        for (long bad : new long[] {0, -1, Long.MIN_VALUE, Amounts.MAX + 1}) {
            World.refused(
                    Code.INVALID_AMOUNT,
                    () -> world.write(tx -> {
                        world.ledger.fee(tx, "video_1", "grant_1", new Ledger.Fee(holder, bad));
                        return null;
                    }));
        }
        world.assertSound();
    }

    @OnEachDatabase
    void aFeeThatNoUseEarnedIsNamed(Database database) {
        World world = database.world();
        List<String> said = booked(world, world.account(), 1, null).said;
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).endsWith("earned 0 in fees, booked are 5"), said.get(0));
    }

    @OnEachDatabase
    void aRowOfAHolderThatIsWrittenToIsNamed(Database database) {
        World world = database.world();
        String damage = "update ledger_account set posted = 1 where owner_kind = 'HOLDER'";
        List<String> said = booked(world, world.account(), 1, damage).said;
        assertTrue(said.stream().anyMatch(text -> text.contains("stand at 1 in its row")), said.toString());
    }
}
