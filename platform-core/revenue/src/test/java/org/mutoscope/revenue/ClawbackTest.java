package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Stream;

/** Hold-back, refunds and disputes. */
class ClawbackTest {
    private static final long CENT = 1_000_000;

    /** Bob has bought 100 credits for $4 and nothing else; a clip of 50 has earned Ann 20 cents. @return the purchase */
    private static String bought(Town town) {
        town.spendFree(town.bob);
        String pack = town.buy(town.bob, 100, 400);
        town.clip(town.bob, 50, null, Town.fee(town.ann, 5));
        town.round();
        assertEquals(20 * CENT, town.sum(town.ann, State.ON_HOLD));
        return pack;
    }

    private static void refund(Town town, String pack, int per100000) {
        town.store(town.bob, pack, 100, 400, per100000);
        town.round();
        town.assertSound();
    }

    private static void assertHas(Town town, long onHold, long payable, long lost) {
        assertEquals(
                List.of(onHold * CENT, payable * CENT),
                List.of(town.sum(town.ann, State.ON_HOLD), town.sum(town.ann, State.PAYABLE)),
                town.streams(town.ann).toString());
        assertEquals(-lost * CENT, lost(town));
    }

    private static long lost(Town town) {
        return -town.read(tx -> tx.first(
                        "select coalesce(sum(o.micros), 0) n from revenue_loss o join revenue_line l on l.id = o.line_id where l.holder = ?",
                        row -> row.number("n"),
                        town.ann.accountId())
                .orElseThrow());
    }

    @OnEachDatabase
    void whatIsAtRestIsRefundedFirstAndCostsNobody(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            String pack = bought(town);
            refund(town, pack, 50_000);
            assertHas(town, 20, 0, 0);
            refund(town, pack, 75_000);
            assertHas(town, 10, 0, 0); // 25 of the 50 that were spent
            refund(town, pack, 75_000);
            assertHas(town, 10, 0, 0);
            refund(town, pack, 100_000);
            assertHas(town, 0, 0, 0);
            refund(town, pack, 0);
            assertHas(town, 20, 0, 0);
        }
    }

    @OnEachDatabase
    void onHoldThenPayableThenTheLossOfThePlatform(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            String pack = bought(town);
            town.wait(town.ann);
            assertHas(town, 0, 20, 0);
            town.spendFree(town.carl);
            String other = town.buy(town.carl, 10, 40);
            town.clip(town.carl, 10, null, Town.fee(town.ann, 3));
            town.round();
            assertHas(town, 12, 20, 0);
            refund(town, pack, 100_000);
            assertHas(town, 0, 12, 0);
            town.pay(town.ann);
            assertHas(town, 0, 0, 0);
            town.store(town.carl, other, 10, 40, 100_000);
            town.round();
            assertHas(town, 0, 0, 12);
            town.store(town.carl, other, 10, 40, 0);
            town.round();
            assertHas(town, 0, 0, 0);
            refund(town, pack, 0);
            assertHas(town, 12, 8, 0); // each line that gave has it back
            assertTrue(town.lines(town.ann).stream()
                    .filter(line -> line.stream() == Stream.ADJUSTMENT)
                    .allMatch(line -> line.corrects() != null));
        }
    }

    @OnEachDatabase
    void aRefundBeforeTheSharesAreWorkedOutCountsToo(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.spendFree(town.bob);
            String pack = town.buy(town.bob, 100, 400);
            town.clip(town.bob, 50, null, Town.fee(town.ann, 5));
            town.store(town.bob, pack, 100, 400, 100_000);
            town.round();
            assertHas(town, 0, 0, 0);
            assertEquals(2, town.lines(town.ann).size(), "earned and taken back");
            town.assertSound();
        }
    }

    @OnEachDatabase
    void whatIsInDisputeIsNotReleased(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.spendFree(town.bob);
            town.buy(town.bob, 100, 400);
            String job = town.clip(town.bob, 50, null, Town.fee(town.ann, 5));
            String subject = town.uses(town.ann, job, Town.fee(town.ann, 5).grantId(), "");
            town.round();
            assertEquals(subject, town.lines(town.ann).get(0).subjectId());
            dispute(town, subject, "FROZEN");
            town.wait(town.ann);
            assertHas(town, 20, 0, 0);
            dispute(town, subject, "ACTIVE");
            freeze(town, true);
            town.round();
            assertHas(town, 20, 0, 0);
            freeze(town, false);
            town.round();
            assertHas(town, 0, 20, 0);
            town.assertSound();
        }
    }

    private static void dispute(Town town, String subject, String state) {
        town.write(tx -> tx.update("update rights_subject set state = ? where id = ?", state, subject));
    }

    private static void freeze(Town town, boolean frozen) {
        town.write(tx -> tx.update("update account set frozen = ? where id = ?", frozen, town.ann.accountId()));
    }

    @OnEachDatabase
    void nothingIsReleasedBeforeItsTime(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            bought(town);
            town.round();
            assertHas(town, 20, 0, 0);
            town.settings.put("hold_days", 0);
            town.clip(town.bob, 5, null, Town.fee(town.ann, 5));
            town.round();
            assertHas(town, 20, 20, 0);
            town.assertSound();
        }
    }
}
