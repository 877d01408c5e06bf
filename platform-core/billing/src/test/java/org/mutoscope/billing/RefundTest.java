package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.problem.Code;

/** Refunds, reversals, questions before a refund, and withdrawn consent, in any order. */
class RefundTest {
    private static final int ALL = 100_000;
    private static final String REAL = "production";

    private static void buy(Shop shop, String account) {
        fact(shop, account, 0, 1);
    }

    private static void fact(Shop shop, String account, int revoked, int minute) {
        shop.told(() -> PaperStore.reading(PaperStore.pack("p" + account, shop.token(account), revoked, minute)));
    }

    private static void asked(Shop shop, String account, int minute, Duration window) {
        var signal = new StoreSignal.RefundAsked(
                "p" + account, REAL, PaperStore.at(minute), shop.clock.instant().plus(window));
        shop.told(() -> PaperStore.reading(signal));
    }

    private static void declined(Shop shop, String account, int minute) {
        shop.told(() -> PaperStore.reading(new StoreSignal.RefundDeclined("p" + account, REAL, PaperStore.at(minute))));
    }

    @OnEachDatabase
    void refundOfAnUnspentPackLeavesNothing(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        fact(shop, account, ALL, 2);
        shop.assertBalance(account, 0, 0, 0);
        fact(shop, account, 0, 3);
        shop.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void refundOfAHalfSpentPackTakesTheRestAndOwesTheOther(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        shop.spend(account, 50);
        fact(shop, account, ALL, 2);
        shop.assertBalance(account, 0, 0, 50);
        fact(shop, account, 0, 3);
        shop.assertBalance(account, 50, 0, 0);
    }

    @OnEachDatabase
    void refundOfASpentPackIsDebt(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        shop.spend(account, 100);
        fact(shop, account, ALL, 2);
        shop.assertBalance(account, 0, 0, 100);
        fact(shop, account, 0, 3);
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void refundOfAHeldPackWaitsForTheJobAndThenTakesOrOwes(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        String first = shop.hold(account, 40);
        String second = shop.hold(account, 60);
        fact(shop, account, ALL, 2);
        shop.assertBalance(account, 0, 100, 0);
        shop.release(first);
        shop.assertBalance(account, 0, 60, 0);
        shop.capture(second, 60);
        shop.assertBalance(account, 0, 0, 60);
    }

    @OnEachDatabase
    void refundedTwiceProratedThenFullBooksTheDifference(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        fact(shop, account, 33_333, 2);
        shop.assertBalance(account, 67, 0, 0);
        fact(shop, account, ALL, 3);
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void reversalWithoutRefundIsNothingToDo(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        fact(shop, account, 0, 9);
        shop.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void refundOfAPurchaseThatWasNeverSeenGrantsNothing(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        fact(shop, account, ALL, 5);
        buy(shop, account);
        shop.assertBalance(account, 0, 0, 0);
        assertEquals(0, shop.lots(account));
    }

    @OnEachDatabase
    void whileAStoreDecidesTheRestIsFrozenAndADeclineFreesIt(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        shop.spend(account, 30);
        asked(shop, account, 5, Duration.ofHours(12));
        shop.assertBalance(account, 0, 0, 0);
        Shop.refused(Code.INSUFFICIENT_QUOTA, () -> shop.hold(account, 1));
        declined(shop, account, 4);
        shop.assertBalance(account, 0, 0, 0);
        declined(shop, account, 6);
        shop.assertBalance(account, 70, 0, 0);
    }

    @OnEachDatabase
    void aRefundEndsTheFreezeAndTakesWhatWasFrozen(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        asked(shop, account, 5, Duration.ofHours(12));
        fact(shop, account, 40_000, 6);
        shop.assertBalance(account, 60, 0, 0);
    }

    @OnEachDatabase
    void aStoreIsAnsweredOnlyWithConsent(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        shop.spend(account, 33);
        asked(shop, account, 5, Duration.ofHours(12));
        shop.round();
        assertEquals(List.of(), shop.store.answers);
        shop.billing.purchases().consent(account, true);
        shop.round();
        shop.round();
        assertEquals(List.of("p" + account + " 33000"), shop.store.answers, "33 of 100 credits");
        asked(shop, account, 6, Duration.ofHours(12));
        assertEquals(1, shop.store.answers.size(), "asked again before a decision, it is answered once");
        declined(shop, account, 7);
        asked(shop, account, 8, Duration.ofHours(12));
        assertEquals(2, shop.store.answers.size(), "asked anew after a decision");
    }

    @OnEachDatabase
    void anAnswerIsRepeatedUntilTheStoreHearsItButNotAfterItsWindow(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        shop.billing.purchases().consent(account, true);
        shop.store.hears = false;
        asked(shop, account, 5, Duration.ofHours(12));
        assertEquals(List.of(), shop.store.answers);
        shop.store.hears = true;
        shop.clock.forward(Duration.ofMinutes(1));
        shop.round();
        assertEquals(List.of("p" + account + " 0"), shop.store.answers);
        String late = shop.account();
        buy(shop, late);
        asked(shop, late, 5, Duration.ofHours(12));
        shop.clock.forward(Duration.ofHours(13));
        shop.billing.purchases().consent(late, true);
        shop.round();
        assertEquals(1, shop.store.answers.size(), "the window is over");
    }

    @OnEachDatabase
    void whatWasNeverBookedWasNotDeliveredAndNotUsed(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.billing.purchases().consent(account, true);
        Optional<String> token = shop.token(account);
        PurchaseFact unlisted =
                new PurchaseFact("u" + account, REAL, "pack.99", 1, token, 400, "USD", 0, PaperStore.at(1));
        shop.store.verdict = (proof, context) -> new ProofOutcome.Verified(unlisted);
        Shop.refused(Code.PRODUCT_UNKNOWN, () -> shop.billing.purchases().redeem(account, Shop.NAME, "proof"));
        shop.told(() -> PaperStore.reading(new StoreSignal.RefundAsked(
                "u" + account, REAL, PaperStore.at(2), shop.clock.instant().plus(Duration.ofHours(12)))));
        assertEquals(List.of("u" + account + " 0 not delivered"), shop.store.answers);
    }

    @OnEachDatabase
    void aPeriodIsAnsweredByItsOwnLotAndFrozenMeanwhile(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.billing.purchases().consent(account, true);
        Optional<String> token = shop.token(account);
        shop.told(() -> PaperStore.reading(
                PaperStore.period("t" + account, token, 1, SetClock.START.plus(Duration.ofDays(30)))));
        shop.spend(account, 125);
        shop.told(() -> PaperStore.reading(new StoreSignal.RefundAsked(
                "t" + account, REAL, PaperStore.at(2), shop.clock.instant().plus(Duration.ofHours(12)))));
        assertEquals(List.of("t" + account + " 25000"), shop.store.answers);
        shop.assertBalance(account, 0, 0, 0);
        shop.told(() -> PaperStore.reading(new StoreSignal.RefundDeclined("t" + account, REAL, PaperStore.at(3))));
        shop.assertBalance(account, 375, 0, 0);
    }

    @OnEachDatabase
    void withdrawnConsentBlocksGenerationAndKeepsTheBalance(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        var signal = new StoreSignal.ConsentWithdrawn("p" + account, REAL, PaperStore.at(3));
        shop.told(() -> PaperStore.reading(signal));
        assertTrue(!blocked(shop, account), "nobody is known yet");
        buy(shop, account);
        assertTrue(blocked(shop, account));
        shop.assertBalance(account, 100, 0, 0);
        Shop.refused(Code.GENERATION_BLOCKED, () -> shop.hold(account, 10));
        assertTrue(
                !shop.read(tx ->
                                tx.first("select frozen from account where id = ?", row -> row.flag("frozen"), account))
                        .orElseThrow(),
                "its keys go on working: it may read, delete and pay");
        fact(shop, account, ALL, 8);
        shop.assertBalance(account, 0, 0, 0);
        shop.storage.write(tx -> shop.ledger.block(tx, account, false));
        fact(shop, account, 0, 9);
        assertTrue(!blocked(shop, account), "what an operator decided stays");
        shop.hold(account, 10);
    }

    @OnEachDatabase
    void whatRunsWhenConsentIsWithdrawnGoesOnAndIsPaid(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        buy(shop, account);
        String job = shop.hold(account, 20);
        shop.told(() -> PaperStore.reading(new StoreSignal.ConsentWithdrawn("p" + account, REAL, PaperStore.at(3))));
        shop.capture(job, 20);
        shop.assertBalance(account, 80, 0, 0);
    }

    private static boolean blocked(Shop shop, String account) {
        return shop.read(tx -> shop.ledger.blocked(tx, account));
    }

    @OnEachDatabase
    void everyOrderOfPurchaseRefundReversalAndDuplicatesEndsTheSame(Database database) {
        Shop shop = database.shop();
        for (List<Integer> order : orders(List.of(0, 1, 2, 3, 1))) {
            String account = shop.account();
            // purchase, full refund, reversal, second refund of a part
            int[] targets = {0, ALL, 0, 25_000};
            order.forEach(n -> fact(shop, account, targets[n], n + 1));
            assertEquals(75, available(shop, account), order.toString());
        }
        shop.assertSound();
    }

    @OnEachDatabase
    void everyOrderOfQuestionsAndDecisionsEndsTheSame(Database database) {
        Shop shop = database.shop();
        long seed = Long.getLong("mutoscope.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            String account = shop.account();
            Optional<String> token = shop.token(account);
            List<NoticeReading> told = new ArrayList<>();
            told.add(PaperStore.reading(PaperStore.pack("p" + account, token, 0, 1)));
            told.add(PaperStore.reading(new StoreSignal.RefundAsked("p" + account, REAL, PaperStore.at(2), at(99))));
            told.add(PaperStore.reading(new StoreSignal.RefundDeclined("p" + account, REAL, PaperStore.at(3))));
            told.add(PaperStore.reading(new StoreSignal.RefundAsked("p" + account, REAL, PaperStore.at(4), at(99))));
            told.add(PaperStore.reading(refund(account, token, 5)));
            told.add(PaperStore.reading(PaperStore.pack("p" + account, token, 0, 6)));
            boolean askedLast = round % 2 == 0;
            if (askedLast) {
                told.add(
                        PaperStore.reading(new StoreSignal.RefundAsked("p" + account, REAL, PaperStore.at(7), at(99))));
            }
            told.addAll(List.copyOf(told.subList(0, 3)));
            Collections.shuffle(told, random);
            told.forEach(reading -> shop.told(() -> reading));
            assertEquals(askedLast ? 0 : 100, available(shop, account), "seed " + seed + " round " + round);
        }
        shop.assertSound();
    }

    private static PurchaseFact refund(String account, Optional<String> token, int minute) {
        return PaperStore.pack("p" + account, token, ALL, minute);
    }

    private static java.time.Instant at(int hours) {
        return PaperStore.START.plus(Duration.ofHours(hours));
    }

    private static long available(Shop shop, String account) {
        return shop.read(tx -> shop.ledger.balance(tx, account)).available();
    }

    private static List<List<Integer>> orders(List<Integer> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (int n = 0; n < of.size(); n++) {
            List<Integer> rest = new ArrayList<>(of);
            Integer first = rest.remove(n);
            for (List<Integer> tail : orders(rest)) {
                List<Integer> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                all.add(order);
            }
        }
        return all;
    }
}
