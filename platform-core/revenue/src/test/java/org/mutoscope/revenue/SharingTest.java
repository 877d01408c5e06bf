package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.revenue.Revenue.Line;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Stream;

/** From a capture to lines, and what models get wrong. */
class SharingTest {
    private static final long CENT = 1_000_000;

    @OnEachDatabase
    void aFeeIsPaidWithWhatItsCreditsCost(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.spendFree(town.bob);
            town.buy(town.bob, 100, 400);
            String job = town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            assertEquals(20 * CENT, town.waiting(job).orElseThrow().micros(), "set aside until it is shared");
            town.round();
            assertEquals(20 * CENT, town.sum(town.ann, State.ON_HOLD));
            Line line = town.lines(town.ann).get(0);
            assertEquals(Stream.FEE, line.stream());
            assertEquals("400000000/100", line.facts().get("rate"));
            assertEquals("5", line.facts().get("units"));
            assertEquals("test.fees@1.0.0", line.by());
            assertTrue(town.waiting(job).isEmpty());
            town.round();
            assertEquals(1, town.lines(town.ann).size(), "shared once");
            town.assertSound();
        }
    }

    @OnEachDatabase
    void freeCreditsPayFirstAndAreWorthNothingUnlessTheBudgetPays(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.buy(town.bob, 100, 400);
            String free = town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            town.round();
            assertEquals(List.of(), town.lines(town.ann), "all 15 were free");
            assertTrue(town.waiting(free).isEmpty());
            town.settings.put("free_credit_micros", 2 * CENT);
            town.settings.put("budget_minor", 13L);
            town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            town.round();
            assertEquals(10 * CENT, town.sum(town.ann, "EUR", State.ON_HOLD));
            assertEquals("true", town.lines(town.ann).get(0).facts().get("budget"));
            town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            town.round();
            assertTrue(town.sum(town.ann, "EUR", State.ON_HOLD) <= 13 * CENT, "a month's budget is what it is");
            town.write(tx -> tx.update("delete from revenue_budget"));
            town.assertSound();
        }
    }

    @OnEachDatabase
    void storeFeeAndTaxAreNotShared(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.settings.put("net_ppm", new String[] {"other:1", "paper:700000"});
            town.spendFree(town.bob);
            town.buy(town.bob, 100, 400);
            town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            town.round();
            assertEquals(14 * CENT, town.sum(town.ann, State.ON_HOLD));
            town.assertSound();
        }
    }

    @OnEachDatabase
    void whereFreeAndPaidCreditsMeetEachHolderHasOfBoth(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.spendFree(town.bob);
            town.grant(town.bob, 16);
            town.buy(town.bob, 100, 400);
            town.clip(town.bob, 30, null, Town.fee(town.ann, 10), Town.fee(town.carl, 10));
            town.round();
            long both = town.sum(town.ann, State.ON_HOLD) + town.sum(town.carl, State.ON_HOLD);
            assertEquals(56 * CENT, both, "14 of the 20 were bought at 4 cents");
            assertEquals(28 * CENT, town.sum(town.ann, State.ON_HOLD));
            town.assertSound();
        }
    }

    @OnEachDatabase
    void aWrongModelParksTheWholeAmountAndSaysSo(Database database) throws Exception {
        try (Town town = database.town()) {
            town.spendFree(town.bob);
            town.buy(town.bob, 1000, 4000);
            assertParked(town, null, "No installed model shared the fee");
            assertParked(town, facts -> List.of(new Share(town.ann.accountId(), 16, "x", grant(town))), "no sense");
            assertParked(
                    town,
                    facts -> List.of(
                            new Share(town.ann.accountId(), 8, "x", grant(town)),
                            new Share(town.ann.accountId(), 8, "y")),
                    "more than was left of 15 credits");
            assertParked(town, facts -> List.of(new Share("acct_nobody", 5, "x", grant(town))), "no account here");
            assertParked(
                    town,
                    facts -> {
                        throw new IllegalStateException("it broke");
                    },
                    "it broke");
            assertParked(town, facts -> null, "failed");
            assertEquals(List.of(), town.lines(town.ann));
            town.assertSound();
            town.shipped();
            town.round();
            assertEquals(6 * 20 * CENT, town.sum(town.ann, State.ON_HOLD), "a model that comes shares what waited");
            town.assertSound();
        }
    }

    private static String grant(Town town) {
        return Town.fee(town.ann, 5).grantId();
    }

    private static void assertParked(Town town, CaptureShare model, String sentence) {
        var entry = model == null ? null : town.models.add("bad", model);
        String job = town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
        town.round();
        assertEquals(20 * CENT, town.waiting(job).orElseThrow().micros());
        String reason = town.waiting(job).orElseThrow().reason();
        assertTrue(reason.contains(sentence), reason);
        assertTrue(town.house.words(job).contains("suspense"), town.house.story(job));
        if (entry != null) {
            assertTrue(reason.contains("test.bad"), reason);
            entry.remove();
        }
    }

    @OnEachDatabase
    void aModelThatHangsHoldsUpNobodyForGood(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            var entry = town.models.add("slow", facts -> {
                hang();
                return List.of();
            });
            town.spendFree(town.bob);
            town.buy(town.bob, 100, 400);
            String job = town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            town.round();
            assertTrue(town.waiting(job).orElseThrow().reason().contains("late"));
            entry.remove();
            assertEquals(
                    1,
                    town.revenue.suspense(town.olga, 1000).stream()
                            .filter(one -> one.cause().equals(job))
                            .count());
            town.revenue.retry(town.olga);
            town.round();
            assertEquals(20 * CENT, town.sum(town.ann, State.ON_HOLD));
            town.assertSound();
        }
    }

    @OnEachDatabase
    void whatPaysNobodyStaysInRevenue(Database database) throws Exception {
        try (Town town = database.town().shipped()) {
            town.spendFree(town.bob);
            town.buy(town.bob, 100, 400);
            long before = town.platform(MoneyBook.REVENUE);
            String plain = town.clip(town.bob, 15, null);
            town.round();
            assertEquals(before, town.platform(MoneyBook.REVENUE));
            assertFalse(town.house.words(plain).contains("suspense"));
            town.clip(town.bob, 15, null, Town.fee(town.ann, 5));
            town.round();
            assertEquals(before - 20 * CENT, town.platform(MoneyBook.REVENUE));
            town.assertSound();
        }
    }

    private static void hang() {
        try {
            if (new CountDownLatch(1).await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
