package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.road.Notices;

/** What no notice told is found in stores' histories. */
class ReconciliationTest {
    private static Notices.Reading reading(Shop shop) {
        return shop.billing.notices().books().providers().get(0);
    }

    @OnEachDatabase
    void aLostNoticeIsFoundWithinTheHour(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.installHistory();
        shop.round();
        assertEquals(0, reading(shop).missed());
        NoticeReading lost = PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1));
        NoticeReading came = PaperStore.reading(PaperStore.pack("p2", shop.token(account), 0, 1));
        shop.told(() -> came);
        for (int n = 0; n < 5; n++) {
            shop.store.history.add(n == 3 ? lost : came);
        }
        shop.round();
        shop.assertBalance(account, 100, 0, 0);
        shop.clock.forward(Duration.ofMinutes(61));
        shop.round();
        shop.assertBalance(account, 200, 0, 0);
        assertEquals(1, reading(shop).missed());
        shop.clock.forward(Duration.ofHours(25));
        shop.round();
        assertEquals(1, reading(shop).missed(), "what was found is known");
        assertEquals(shop.clock.instant(), reading(shop).fullAt());
    }

    @OnEachDatabase
    void aHistoryThatFailsIsReadLaterAndTheBooksSaySo(Database database) {
        Shop shop = database.shop();
        shop.installHistory();
        shop.store.history.add(null);
        shop.round();
        assertTrue(reading(shop).note().contains("not read"), reading(shop).note());
        shop.store.history.clear();
        shop.clock.forward(Duration.ofMinutes(6));
        shop.round();
        assertEquals(null, reading(shop).note());
        assertEquals(shop.clock.instant(), reading(shop).readTo());
    }

    @OnEachDatabase
    void anAccountIsReconciledOnDemand(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Optional<String> token = shop.token(account);
        shop.told(() -> PaperStore.reading(PaperStore.pack("p1", token, 0, 1)));
        assertEquals(1, shop.billing.notices().reconcile(account).size(), "the store does not know");
        shop.store.lookup = (id, context) -> new ProofOutcome.Verified(PaperStore.pack(id.content(), token, 0, 1));
        assertEquals(List.of(), shop.billing.notices().reconcile(account));
        shop.store.lookup = (id, context) -> new ProofOutcome.Verified(PaperStore.pack(id.content(), token, 40_000, 2));
        assertEquals(1, shop.billing.notices().reconcile(account).size());
        assertEquals(List.of(), shop.billing.notices().reconcile(account), "it was put right");
        shop.assertBalance(account, 60, 0, 0);
    }

    @OnEachDatabase
    void aLedgerThatDiffersFromTheBookIsTold(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1)));
        assertEquals(List.of(), shop.billing.notices().books().differences());
        shop.storage.write(tx -> tx.update("update billing_purchase set revoked_milli = 5"));
        assertEquals(1, shop.billing.notices().books().differences().size());
    }

    @OnEachDatabase
    void aRenewalWhoseNoticeWasLostIsAskedForAnHourAfterTheEnd(Database database) {
        Shop shop = database.shop();
        shop.installSubscriptions();
        String account = shop.account();
        Optional<String> token = shop.token(account);
        Instant end = SetClock.START.plus(Duration.ofDays(30));
        PlanPeriod first = PaperStore.period("t1", token, 1, end);
        shop.told(() -> PaperStore.reading(first));
        shop.clock.forward(Duration.ofDays(30));
        shop.round();
        assertEquals(List.of(), shop.store.asked, "its notice may still come");
        assertEquals("free", shop.plans.planOf(account));
        PurchaseFact paid =
                new PurchaseFact("t2", "production", "sub.month", 1, token, 999, "USD", 0, PaperStore.at(60 * 24 * 30));
        shop.store.subscription.addAll(
                List.of(first, new PlanPeriod(paid, "sub-1", end, end.plus(Duration.ofDays(30)))));
        shop.clock.forward(Duration.ofMinutes(61));
        shop.round();
        assertEquals(List.of("sub-1"), shop.store.asked);
        assertEquals("standard", shop.plans.planOf(account));
        shop.assertBalance(account, 500, 0, 0);
        shop.clock.forward(Duration.ofDays(2));
        shop.round();
        assertEquals(1, shop.store.asked.size(), "asked about again after its next end");
    }

    @OnEachDatabase
    void aSubscriptionThatEndedIsAskedAboutSevenTimesAndNeverAgain(Database database) {
        Shop shop = database.shop();
        shop.installSubscriptions();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(
                PaperStore.period("t1", shop.token(account), 1, SetClock.START.plus(Duration.ofDays(30)))));
        for (int day = 0; day < 200; day++) {
            shop.clock.forward(Duration.ofDays(1));
            shop.round();
        }
        assertEquals(7, shop.store.asked.size());
        assertEquals("free", shop.plans.planOf(account));
    }

    @OnEachDatabase
    void anAccountsSubscriptionsAreReconciledOnDemand(Database database) {
        Shop shop = database.shop();
        shop.installSubscriptions();
        String account = shop.account();
        Optional<String> token = shop.token(account);
        Instant end = SetClock.START.plus(Duration.ofDays(30));
        PlanPeriod known = PaperStore.period("t1", token, 1, end);
        shop.store.lookup = (id, context) -> new ProofOutcome.VerifiedPeriod(known);
        shop.told(() -> PaperStore.reading(known));
        assertEquals(List.of(), shop.billing.notices().reconcile(account));
        shop.store.subscription.add(PaperStore.period("t2", token, 2, end.plus(Duration.ofDays(30))));
        assertEquals(1, shop.billing.notices().reconcile(account).size());
        assertEquals(Optional.of(end.plus(Duration.ofDays(30))), shop.plans.until(account));
    }

    @OnEachDatabase
    void everyPurchaseIsComparedOnceAWeekAndWhenItsAppComesBack(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Optional<String> token = shop.token(account);
        AtomicInteger asked = new AtomicInteger();
        shop.store.lookup = (id, context) -> {
            int revoked = asked.incrementAndGet() == 1 ? 40_000 : 50_000;
            return new ProofOutcome.Verified(PaperStore.pack(id.content(), token, revoked, 1 + asked.get()));
        };
        shop.told(() -> PaperStore.reading(PaperStore.pack("p1", token, 0, 1)));
        shop.clock.forward(Duration.ofDays(6));
        shop.round();
        assertEquals(0, asked.get());
        shop.clock.forward(Duration.ofDays(1));
        shop.round();
        shop.round();
        assertEquals(1, asked.get(), "weekly");
        shop.assertBalance(account, 60, 0, 0);
        shop.token(account);
        shop.round();
        assertEquals(1, asked.get(), "it was compared today");
        shop.clock.forward(Duration.ofDays(2));
        shop.token(account);
        shop.round();
        assertEquals(2, asked.get(), "at once when the app comes back");
        shop.assertBalance(account, 50, 0, 0);
        shop.clock.forward(Duration.ofDays(400));
        shop.round();
        shop.clock.forward(Duration.ofDays(400));
        shop.round();
        assertEquals(3, asked.get(), "never again when it cannot be refunded any more");
    }

    @OnEachDatabase
    void aStoreThatFailsWhenAskedIsLeftAloneForAnHour(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        AtomicInteger asked = new AtomicInteger();
        shop.store.lookup = (id, context) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("down");
        };
        Optional<String> token = shop.token(account);
        for (String id : List.of("p1", "p2", "p3")) {
            shop.told(() -> PaperStore.reading(PaperStore.pack(id, token, 0, 1)));
        }
        shop.clock.forward(Duration.ofDays(7));
        shop.round();
        shop.round();
        assertEquals(1, asked.get(), "one failure is enough for all three");
        shop.assertBalance(account, 300, 0, 0);
        shop.clock.forward(Duration.ofMinutes(61));
        shop.round();
        assertEquals(2, asked.get());
    }
}
