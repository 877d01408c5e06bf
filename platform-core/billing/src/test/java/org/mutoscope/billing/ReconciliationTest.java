package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.ProofOutcome;
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
}
