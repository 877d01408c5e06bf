package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.road.Notices;

/** From stores' notices to credits. */
class NoticeTest {
    @OnEachDatabase
    void whatCannotBeANoticeIsRefusedAtTheDoor(Database database) {
        Shop shop = database.shop();
        Notices notices = shop.billing.notices();
        byte[] body = {1};
        for (String name : new String[] {"never-installed", "", "UPPER", "paper/../x", "a".repeat(17), "a\u0000"}) {
            Shop.refused(Code.PROVIDER_NOT_FOUND, () -> notices.receive(name, Map.of(), body));
        }
        Shop.refused(Code.REQUEST_TOO_LARGE, () -> notices.receive(Shop.NAME, Map.of(), new byte[1_048_577]));
        assertEquals(List.of(), notices.list(Optional.empty(), Long.MAX_VALUE, 10));
    }

    @OnEachDatabase
    void aNoticeReachesItsProviderByteForByte(Database database) {
        Shop shop = database.shop();
        byte[] large = new byte[1_048_576];
        new Random(7).nextBytes(large);
        Inbox inbox = new Inbox();
        long id = shop.billing.notices().receive(Shop.NAME, Map.of("x-signature", "t=1,v=a\tb"), large);
        Inbox.Item item = shop.read(tx -> inbox.due(tx, Shop.NAME, 1)).get(0);
        assertEquals(id, item.shown().id());
        var opened = shop.read(tx -> inbox.open(tx, item));
        assertTrue(java.util.Arrays.equals(large, opened.body()));
        assertEquals(Map.of("x-signature", "t=1,v=a b"), opened.headers());
        long empty = shop.billing.notices().receive(Shop.NAME, Map.of("h", "x".repeat(30_000)), new byte[0]);
        Inbox.Item bare = shop.read(tx -> inbox.due(tx, Shop.NAME, 2)).get(1);
        assertEquals(empty, bare.shown().id());
        assertEquals(0, shop.read(tx -> inbox.open(tx, bare)).body().length);
    }

    @OnEachDatabase
    void aPurchaseThatOnlyTheStoreTellsOfIsBooked(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Notices.Notice notice = shop.told(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1)));
        assertEquals(Notices.State.DONE, notice.state());
        assertEquals("PURCHASE", notice.type());
        shop.assertBalance(account, 100, 0, 0);
        assertEquals(List.of("p1"), shop.store.settled);
    }

    @OnEachDatabase
    void anEventThatIsDeliveredSixTimesIsDealtWithOnce(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        NoticeReading reading = PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1));
        for (int n = 0; n < 6; n++) {
            Notices.Notice notice = shop.told(() -> reading);
            assertEquals(Notices.State.DONE, notice.state());
            assertEquals(n == 0 ? null : "This event was delivered before.", notice.note());
        }
        shop.assertBalance(account, 100, 0, 0);
        assertEquals(1, shop.lots(account));
    }

    @OnEachDatabase
    void aForgedNoticeIsKeptAndShownAndChangesNothing(Database database) {
        Shop shop = database.shop();
        long id = shop.billing
                .notices()
                .receive(Shop.NAME, Map.of("signature", "bad"), "x".getBytes(StandardCharsets.UTF_8));
        shop.round();
        assertEquals(Notices.State.REFUSED, shop.find(id).state());
        assertEquals("bad signature", shop.find(id).note());
        shop.round();
        assertEquals(1, shop.store.interpreted.get(), "it is not tried again");
    }

    @OnEachDatabase
    void aTypeThatNobodyKnowsIsKeptAndWhatIsKnownOfItIsDone(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Notices.Notice notice = shop.told(() -> new NoticeReading(
                "e1",
                "BRAND_NEW",
                false,
                List.of(PaperStore.pack("p1", shop.token(account), 0, 1)),
                List.of(),
                List.of()));
        assertEquals(Notices.State.UNKNOWN_TYPE, notice.state());
        assertEquals("BRAND_NEW", notice.type());
        shop.assertBalance(account, 100, 0, 0);
        shop.billing.notices().replay(notice.id());
        shop.round();
        assertEquals(2, shop.store.interpreted.get());
        assertFalse(shop.billing.notices().replay(notice.id() + 1000));
    }

    @OnEachDatabase
    void oneNoticeThatCannotBeDealtWithDoesNotHoldUpThoseBesideIt(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Optional<String> token = shop.token(account);
        List<Long> good = new ArrayList<>();
        good.add(shop.notice(shop.store.says(() -> PaperStore.reading(PaperStore.pack("p1", token, 0, 1)))));
        PurchaseFact other =
                new PurchaseFact("p1", "production", "pack.other", 1, token, 400, "USD", 0, PaperStore.at(2));
        long contradiction = shop.notice(shop.store.says(() -> PaperStore.reading(other)));
        long forged = shop.billing
                .notices()
                .receive(Shop.NAME, Map.of("signature", "bad"), "x".getBytes(StandardCharsets.UTF_8));
        for (int n = 2; n < 60; n++) {
            String id = "p" + n;
            good.add(shop.notice(shop.store.says(() -> PaperStore.reading(PaperStore.pack(id, token, 0, 1)))));
        }
        shop.round();
        assertEquals(Notices.State.REFUSED, shop.find(contradiction).state());
        assertEquals(Notices.State.REFUSED, shop.find(forged).state());
        for (long id : good) {
            assertEquals(Notices.State.DONE, shop.find(id).state());
            assertEquals(1, shop.find(id).attempts());
        }
        shop.assertBalance(account, 59 * 100, 0, 0);
        assertEquals(59, shop.lots(account));
    }

    @OnEachDatabase
    void aProviderThatThrowsGetsTheNoticeAgainLater(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        boolean[] well = {false};
        Notices.Notice notice = shop.told(() -> {
            if (!well[0]) {
                throw new IllegalStateException("broken");
            }
            return PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1));
        });
        assertEquals(Notices.State.WAITING, notice.state());
        assertTrue(notice.note().contains("broken"), notice.note());
        well[0] = true;
        shop.round();
        shop.assertBalance(account, 0, 0, 0);
        shop.clock.forward(Duration.ofSeconds(6));
        shop.round();
        assertEquals(Notices.State.DONE, shop.find(notice.id()).state());
        assertEquals(2, shop.find(notice.id()).attempts());
        shop.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void aProviderThatHangsIsLeftAloneAndOthersGoOn(Database database) {
        Shop shop = database.shop();
        shop.settings.put("call_seconds", 1);
        String account = shop.account();
        PaperStore other = new PaperStore();
        shop.services.of(BillingProvider.class).add("other", other);
        for (int n = 0; n < 3; n++) {
            Notices.Notice late = shop.told(() -> {
                new CountDownLatch(1).await();
                return null;
            });
            assertEquals(Notices.State.WAITING, late.state());
        }
        int calls = shop.store.interpreted.get();
        String body = other.says(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1)));
        shop.billing.notices().receive("other", Map.of("signature", "good"), body.getBytes(StandardCharsets.UTF_8));
        shop.clock.forward(Duration.ofMinutes(5));
        shop.round();
        assertEquals(calls, shop.store.interpreted.get(), "three strikes: it has a rest");
        shop.assertBalance(account, 100, 0, 0);
        shop.remove();
        shop.install();
        shop.round();
        assertEquals(calls + 1, shop.store.interpreted.get(), "another version begins anew, and fails at its first");
    }

    @OnEachDatabase
    void noticesForARemovedProviderWaitForItsReturn(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.round();
        shop.remove();
        long first = shop.notice(
                shop.store.says(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1))));
        long second = shop.notice(
                shop.store.says(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 50_000, 2))));
        shop.round();
        assertEquals(Notices.State.PROVIDER_ABSENT, shop.find(first).state());
        assertEquals(Notices.State.PROVIDER_ABSENT, shop.find(second).state());
        shop.assertBalance(account, 0, 0, 0);
        shop.install();
        shop.round();
        assertEquals(Notices.State.DONE, shop.find(second).state());
        shop.assertBalance(account, 50, 0, 0);
    }

    @OnEachDatabase
    void afterARestartNoticesForAProviderThatIsNotBackYetAreTaken(Database database) {
        Shop shop = database.shop();
        shop.round();
        shop.remove();
        try (Billing restarted = shop.open(shop.storage)) {
            restarted.start();
            long id = restarted.notices().receive(Shop.NAME, Map.of("signature", "bad"), new byte[1]);
            Shop.until(() -> shop.find(id).state() == Notices.State.PROVIDER_ABSENT);
            shop.install();
            Shop.until(() -> shop.find(id).state() == Notices.State.REFUSED);
        }
    }

    @OnEachDatabase
    void aPurchaseOfNobodyIsParkedUntilWhoBoughtItSendsIt(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.pack("p1", Optional.empty(), 0, 1)));
        Notices.Open open = shop.billing.notices().books().open().get(0);
        assertEquals("UNASSIGNED", open.state());
        assertEquals("p1", open.purchaseId());
        shop.store.verdict = (proof, context) ->
                new org.mutoscope.api.billing.ProofOutcome.Verified(PaperStore.pack("p1", Optional.empty(), 0, 1));
        shop.billing.purchases().redeem(account, Shop.NAME, "proof");
        assertEquals(List.of(), shop.billing.notices().books().open());
        shop.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void aNoticeThatContradictsTheBookIsKeptAndChangesNothing(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 0, 1)));
        Notices.Notice other = shop.told(() -> PaperStore.reading(new org.mutoscope.api.billing.PurchaseFact(
                "p1", "production", "pack.10", 9, shop.token(account), 400, "USD", 0, PaperStore.at(5))));
        assertEquals(Notices.State.REFUSED, other.state());
        shop.assertBalance(account, 100, 0, 0);
    }

    @OnEachDatabase
    void oldNoticesAreForgottenButNotThoseThatWait(Database database) {
        Shop shop = database.shop();
        Notices.Notice done = shop.told(() -> PaperStore.reading(PaperStore.pack("p1", Optional.empty(), 0, 1)));
        Notices.Notice unknown =
                shop.told(() -> new NoticeReading("e1", "NEW", false, List.of(), List.of(), List.of()));
        Inbox inbox = new Inbox();
        assertEquals(0, (int) shop.storage.write(tx -> inbox.forget(tx, tx.now().minusSeconds(60))));
        assertEquals(1, (int) shop.storage.write(tx -> inbox.forget(tx, tx.now().plusSeconds(60))));
        assertEquals(
                List.of(unknown.id()),
                shop.billing.notices().list(Optional.empty(), Long.MAX_VALUE, 10).stream()
                        .map(Notices.Notice::id)
                        .toList());
        assertTrue(done.id() < unknown.id());
    }

    @OnEachDatabase
    void sandboxPurchasesAreParkedUnlessTheOperatorWantsThem(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        var fact = new org.mutoscope.api.billing.PurchaseFact(
                "p1", "sandbox", "pack.10", 1, shop.token(account), 400, "USD", 0, PaperStore.at(1));
        shop.told(() -> PaperStore.reading(fact));
        assertEquals("SANDBOX", shop.billing.notices().books().open().get(0).state());
        shop.settings.put("sandbox_purchases", true);
        shop.clock.forward(Duration.ofMinutes(2));
        shop.round();
        assertEquals(List.of(), shop.billing.notices().books().open());
        shop.assertBalance(account, 0, 0, 0);
    }
}
