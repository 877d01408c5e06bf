package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.road.Purchases;

/** Paid periods, grace, ends and refunds of subscriptions. */
class SubscriptionTest {
    private static final Instant FIRST_END = SetClock.START.plus(Duration.ofDays(30));
    private static final Instant SECOND_END = SetClock.START.plus(Duration.ofDays(60));

    private static StoreSignal.PlanUntil until(int minute, Instant until) {
        return new StoreSignal.PlanUntil("sub-1", "production", PaperStore.at(minute), until);
    }

    @OnEachDatabase
    void aPeriodOpensItsLotOnceHoweverOftenItIsTold(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        PlanPeriod period = PaperStore.period("t1", shop.token(account), 1, FIRST_END);
        shop.told(() -> PaperStore.reading(period));
        shop.told(() -> PaperStore.reading(period));
        shop.store.verdict = (proof, context) -> new ProofOutcome.VerifiedPeriod(period);
        Purchases.Receipt receipt = shop.billing.purchases().redeem(account, Shop.NAME, "proof");
        assertEquals("standard", receipt.plan());
        assertEquals(500, receipt.lot().granted());
        assertEquals(1, shop.lots(account));
        assertEquals(Optional.of(FIRST_END), shop.plans.until(account));
        assertEquals(List.of("t1"), shop.store.settled);
        shop.assertBalance(account, 500, 0, 0);
    }

    @OnEachDatabase
    void renewalsOpenTheNextLotAndALateOldPeriodDoesNotShortenThePlan(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.period("t2", shop.token(account), 2, SECOND_END)));
        shop.told(() -> PaperStore.reading(PaperStore.period("t1", shop.token(account), 1, FIRST_END)));
        assertEquals(Optional.of(SECOND_END), shop.plans.until(account));
        assertEquals(2, shop.lots(account));
    }

    @OnEachDatabase
    void aPeriodThatWasOverWhenItWasToldOpensNothing(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() ->
                PaperStore.reading(PaperStore.period("t1", shop.token(account), 1, SetClock.START.minusSeconds(1))));
        assertEquals(Optional.empty(), shop.plans.until(account));
        assertEquals(0, shop.lots(account));
    }

    @OnEachDatabase
    void graceLengthensAndAnEndEnds(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.period("t1", shop.token(account), 1, FIRST_END)));
        Instant grace = FIRST_END.plus(Duration.ofDays(16));
        shop.told(() -> PaperStore.reading(until(2, grace)));
        assertEquals(Optional.of(grace), shop.plans.until(account));
        shop.told(() -> PaperStore.reading(until(3, SetClock.START.minusSeconds(1))));
        assertEquals(Optional.empty(), shop.plans.until(account));
        assertEquals(1, shop.lots(account), "the lot dies at its own date");
    }

    @OnEachDatabase
    void aShortenedPlanEndsAtItsMoment(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.period("t1", shop.token(account), 1, FIRST_END)));
        shop.told(() -> PaperStore.reading(until(2, SetClock.START.plus(Duration.ofDays(3)))));
        shop.round();
        assertEquals(Optional.of(FIRST_END), shop.plans.until(account));
        shop.clock.forward(Duration.ofDays(4));
        shop.round();
        assertEquals(Optional.empty(), shop.plans.until(account));
    }

    @OnEachDatabase
    void aPaymentThatIsNewerThanTheEndGoesOn(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(until(2, SetClock.START.minusSeconds(1))));
        shop.told(() -> PaperStore.reading(PaperStore.period("t1", shop.token(account), 1, FIRST_END)));
        assertEquals(Optional.empty(), shop.plans.until(account), "ended after this payment");
        shop.told(() -> PaperStore.reading(PaperStore.period("t2", shop.token(account), 5, SECOND_END)));
        assertEquals(Optional.of(SECOND_END), shop.plans.until(account));
    }

    @OnEachDatabase
    void aRefundedPeriodIsTakenBack(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Optional<String> token = shop.token(account);
        shop.told(() -> PaperStore.reading(PaperStore.period("t1", token, 1, FIRST_END)));
        PurchaseFact refund =
                new PurchaseFact("t1", "production", "sub.month", 1, token, 999, "USD", 100_000, PaperStore.at(9));
        shop.told(() -> PaperStore.reading(refund));
        assertEquals(Optional.empty(), shop.plans.until(account));
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void sandboxPeriodsGiveNoPrivileges(Database database) {
        Shop shop = database.shop();
        shop.settings.put("sandbox_purchases", true);
        String account = shop.account();
        PurchaseFact fact =
                new PurchaseFact("t1", "sandbox", "sub.month", 1, shop.token(account), 999, "USD", 0, PaperStore.at(1));
        shop.told(() -> PaperStore.reading(new PlanPeriod(fact, "sub-1", PaperStore.at(1), FIRST_END)));
        assertEquals(Optional.empty(), shop.plans.until(account));
        assertEquals("SANDBOX", shop.billing.notices().books().open().get(0).state());
    }

    @OnEachDatabase
    void aSubscriptionWhosePlanIsNotListedWaits(Database database) {
        Shop shop = database.shop();
        shop.settings.put("plans", new String[] {"sub.month:no-such-plan"});
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.period("t1", shop.token(account), 1, FIRST_END)));
        assertEquals("UNPRICED", shop.billing.notices().books().open().get(0).state());
        shop.settings.put("plans", new String[] {"sub.month:standard"});
        shop.clock.forward(Duration.ofMinutes(2));
        shop.round();
        assertEquals(Optional.of(FIRST_END), shop.plans.until(account));
    }

    @OnEachDatabase
    void everyOrderOfPeriodsAndWordsEndsTheSame(Database database) {
        Shop shop = database.shop();
        long seed = Long.getLong("mutoscope.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            String account = shop.account();
            Optional<String> token = shop.token(account);
            String sub = "s" + account;
            List<NoticeReading> told = new ArrayList<>();
            told.add(PaperStore.reading(period(account + "1", sub, token, 1, FIRST_END)));
            told.add(PaperStore.reading(word(sub, 2, FIRST_END.plus(Duration.ofDays(16)))));
            told.add(PaperStore.reading(period(account + "2", sub, token, 3, SECOND_END)));
            told.add(PaperStore.reading(period(account + "2", sub, token, 4, SECOND_END.plusSeconds(60))));
            boolean ended = round % 2 == 0;
            if (ended) {
                told.add(PaperStore.reading(word(sub, 5, SetClock.START.minusSeconds(1))));
            }
            told.addAll(List.copyOf(told));
            Collections.shuffle(told, random);
            told.forEach(reading -> shop.told(() -> reading));
            Optional<Instant> expected = ended ? Optional.empty() : Optional.of(SECOND_END.plusSeconds(60));
            assertEquals(expected, shop.plans.until(account), "seed " + seed + " round " + round);
            assertEquals(2, shop.lots(account), "seed " + seed + " round " + round);
        }
    }

    private static PlanPeriod period(String id, String sub, Optional<String> to, int minute, Instant ends) {
        PurchaseFact fact =
                new PurchaseFact(id, "production", "sub.month", 1, to, 999, "USD", 0, PaperStore.at(minute));
        return new PlanPeriod(fact, sub, PaperStore.START, ends);
    }

    private static StoreSignal.PlanUntil word(String sub, int minute, Instant until) {
        return new StoreSignal.PlanUntil(sub, "production", PaperStore.at(minute), until);
    }
}
