package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.apple.itunes.storekit.model.NotificationTypeV2;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.StoreSignal.ConsentWithdrawn;
import org.mutoscope.api.billing.StoreSignal.PlanUntil;
import org.mutoscope.api.billing.StoreSignal.RefundAsked;
import org.mutoscope.api.billing.StoreSignal.RefundDeclined;
import org.mutoscope.paper.Jws;
import org.mutoscope.paper.Mint;
import org.mutoscope.paper.Notice;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.paper.Recipe;
import org.mutoscope.paper.Troubles;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentNotice;

/** What follows from each type of notice. */
@Timeout(600)
class NoticesTest {
    private static final String TOKEN = "7b1e3c52-0d0e-4f7a-9d55-6f2f0f5f2d11";
    private static final Product PACK = Product.pack("pack100", 4000);
    private static final Product PLAN = Product.plan("plan.month", 9990);
    private static final Product BIG = Product.plan("plan.big", 19_990);

    @TempDir
    Path folder;

    private PaperStore store;
    private AppStoreProvider provider;

    @BeforeEach
    void open() throws Exception {
        store = new PaperStore(ConfigOf.APP, 0);
        provider = ConfigOf.provider(store, folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private NoticeReading read(Notice notice) throws Exception {
        NoticeReading reading = provider.interpret(new SentNotice(notice.body()), new LentContext());
        assertEquals(notice.id(), reading.eventId());
        assertEquals(
                reading, provider.interpret(new SentNotice(notice.body()), new LentContext()), "the same each time");
        return reading;
    }

    private Notice last() {
        List<Notice> all = store.shop().notices();
        return all.get(all.size() - 1);
    }

    private NoticeReading readLast() throws Exception {
        NoticeReading reading = read(last());
        assertTrue(reading.recognised());
        return reading;
    }

    private static void nothing(NoticeReading reading) {
        assertEquals(List.of(), reading.purchases());
        assertEquals(List.of(), reading.periods());
        assertEquals(List.of(), reading.signals());
    }

    private String refused(String body) {
        return assertThrows(NoticeRefused.class, () -> provider.interpret(new SentNotice(body), new LentContext()))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"signedPayload\":null}",
                "{\"signedPayload\":7}",
                "no JSON",
                "{\"signedPayload\":\"x\"}"
            })
    void whatIsNoNoticeIsRefused(String body) {
        assertFalse(refused(body).isBlank());
    }

    @Test
    void aNoticeOfSomebodyElseIsRefusedWithoutItsText() {
        String jws =
                Jws.signed(Mint.mint(Recipe.good()), Map.of("notificationType", "TEST", "notificationUUID", "secret"));
        String message = refused(Jws.json(Map.of("signedPayload", jws)));
        assertTrue(message.startsWith("chain_invalid"), message);
        assertFalse(message.contains(jws));
    }

    @Test
    void aTransactionOfTheOtherEnvironmentInsideIsRefused() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN).sandbox());
        Map<String, Object> data = data("Production");
        data.put("signedTransactionInfo", store.shop().signed(id));
        store.shop().announce("ONE_TIME_CHARGE", "", Map.of("data", data));
        assertTrue(refused(last().body()).startsWith("wrong_environment"));
    }

    @Test
    void anotherAppInProductionIsRefused() {
        Map<String, Object> data = data("Production");
        data.put("appAppleId", 1L);
        store.shop().announce("TEST", "", Map.of("data", data));
        assertTrue(refused(last().body()).startsWith("wrong_app"));
    }

    @ParameterizedTest
    @EnumSource(
            value = NotificationTypeV2.class,
            names = {
                "DID_CHANGE_RENEWAL_STATUS", "PRICE_INCREASE", "PRICE_CHANGE", "RENEWAL_EXTENSION", "TEST",
                "EXTERNAL_PURCHASE_TOKEN", "METADATA_UPDATE", "MIGRATION", "RESCIND_CONSENT", "DID_CHANGE_RENEWAL_PREF"
            },
            mode = EnumSource.Mode.EXCLUDE)
    void aNoticeAboutATransactionNeedsOne(NotificationTypeV2 type) {
        store.shop().announce(type.getValue(), "", Map.of("data", data("Production")));
        assertTrue(refused(last().body()).startsWith("malformed"));
    }

    private static Map<String, Object> data(String environment) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("bundleId", ConfigOf.APP.bundleId());
        data.put("appAppleId", ConfigOf.APP.appleId());
        data.put("environment", environment);
        return data;
    }

    @Test
    void anUnknownTypeIsKeptByItsName() throws Exception {
        store.shop().announce("MOON_LANDING", "SOFT", Map.of("data", data("Production")));
        NoticeReading reading = read(last());
        assertFalse(reading.recognised());
        assertEquals("MOON_LANDING.SOFT", reading.type());
        nothing(reading);
        store.shop().announce("X".repeat(200), "", Map.of("data", data("Sandbox")));
        assertEquals("X".repeat(48), read(last()).type());
    }

    @Test
    void informationChangesNothing() throws Exception {
        String id = store.shop().buy(Order.of(PLAN, TOKEN));
        for (String type : List.of(
                "DID_CHANGE_RENEWAL_STATUS", "PRICE_INCREASE", "PRICE_CHANGE", "METADATA_UPDATE", "MIGRATION")) {
            store.shop().tell(id, type, "");
            nothing(readLast());
        }
        store.shop().tell(id, "DID_CHANGE_RENEWAL_PREF", "DOWNGRADE");
        nothing(readLast());
        store.shop().announce("TEST", "", Map.of("data", data("Sandbox")));
        nothing(readLast());
        Map<String, Object> summary = data("Production");
        summary.put("requestIdentifier", "r");
        store.shop().announce("RENEWAL_EXTENSION", "SUMMARY", Map.of("summary", summary));
        nothing(readLast());
        Map<String, Object> token = data("Production");
        token.put("externalPurchaseId", "e");
        store.shop().announce("EXTERNAL_PURCHASE_TOKEN", "UNREPORTED", Map.of("externalPurchaseToken", token));
        nothing(readLast());
    }

    @Test
    void oneTimeChargeIsAPurchase() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        NoticeReading reading = readLast();
        assertEquals("ONE_TIME_CHARGE", reading.type());
        assertEquals(id, reading.purchases().get(0).purchaseId());
        assertEquals(Optional.of(TOKEN), reading.purchases().get(0).accountId());
    }

    @Test
    void aRefundIsAnAbsoluteState() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        store.shop().refund(id, Optional.of(33_333));
        assertEquals(33_333, readLast().purchases().get(0).revokedPer100000());
        store.shop().refund(id, Optional.empty());
        Notice full = last();
        assertEquals(100_000, readLast().purchases().get(0).revokedPer100000());
        store.shop().reverse(id);
        assertEquals(0, readLast().purchases().get(0).revokedPer100000());
        assertEquals(100_000, read(full).purchases().get(0).revokedPer100000(), "an old notice stays what it was");
    }

    @Test
    void aRefundThatIsNoneIsRefused() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        store.shop().tell(id, "REFUND", "");
        assertTrue(refused(last().body()).startsWith("contradiction"));
        store.shop().refund(id, Optional.empty());
        store.shop().tell(id, "REFUND_REVERSED", "");
        assertTrue(refused(last().body()).startsWith("contradiction"));
    }

    @Test
    void aQuestionAsksForTwelveHours() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        store.shop().tell(id, "CONSUMPTION_REQUEST", "");
        NoticeReading reading = readLast();
        RefundAsked asked =
                assertInstanceOf(RefundAsked.class, reading.signals().get(0));
        assertEquals(id, asked.purchaseId());
        assertEquals(Duration.ofHours(12), Duration.between(asked.signedAt(), asked.answerBy()));
        assertEquals(id, reading.purchases().get(0).purchaseId());
        store.shop().tell(id, "REFUND_DECLINED", "");
        assertEquals(
                id,
                assertInstanceOf(RefundDeclined.class, readLast().signals().get(0))
                        .purchaseId());
    }

    @Test
    void eachPeriodOfASubscriptionIsToldOnce() throws Exception {
        String original = store.shop().buy(Order.of(PLAN, TOKEN));
        PlanPeriod first = readLast().periods().get(0);
        assertEquals("SUBSCRIBED.INITIAL_BUY", readLast().type());
        String second = store.shop().renew(original, PLAN, "BILLING_RECOVERY");
        PlanPeriod next = readLast().periods().get(0);
        assertEquals(second, next.purchase().purchaseId());
        assertEquals(original, next.subscriptionId());
        assertEquals(first.expiresAt(), next.startsAt());
        store.shop().tell(original, "OFFER_REDEEMED", "");
        assertEquals(
                first.purchase().purchaseId(),
                readLast().periods().get(0).purchase().purchaseId());
        assertEquals(
                List.of(original, second),
                provider.periods(original, new LentContext()).stream()
                        .map(p -> p.purchase().purchaseId())
                        .toList());
    }

    private PlanUntil until(NoticeReading reading) {
        return assertInstanceOf(PlanUntil.class, reading.signals().get(0));
    }

    @Test
    void aFailedRenewalEndsThePlanOrGrantsGrace() throws Exception {
        String id = store.shop().buy(Order.of(PLAN, TOKEN));
        Instant expires = readLast().periods().get(0).expiresAt();
        store.shop().fail(id, Optional.empty());
        assertEquals(expires, until(readLast()).until());
        Instant grace = expires.plus(16, ChronoUnit.DAYS);
        store.shop().fail(id, Optional.of(grace));
        assertEquals(grace, until(readLast()).until());
        assertEquals(List.of(), readLast().periods(), "no new lot");
        store.shop().end(id, "GRACE_PERIOD_EXPIRED");
        assertFalse(until(readLast()).until().isAfter(Instant.now()));
        store.shop().end(id, "EXPIRED");
        assertEquals(expires, until(readLast()).until());
        assertEquals(id, until(readLast()).subscriptionId());
    }

    @Test
    void aGraceWithoutADateIsAskedFor() throws Exception {
        String id = store.shop().buy(Order.of(PLAN, TOKEN));
        Instant grace =
                Instant.ofEpochMilli(Instant.now().plus(40, ChronoUnit.DAYS).toEpochMilli());
        store.shop().fail(id, Optional.of(grace));
        Map<String, Object> data = data("Production");
        data.put("signedTransactionInfo", store.shop().signed(id));
        store.shop().announce("DID_FAIL_TO_RENEW", "GRACE_PERIOD", Map.of("data", data));
        assertEquals(grace, until(readLast()).until());
        store.troubles().set(Troubles.Kind.DOWN);
        assertThrows(StoreSilent.class, () -> read(last()));
    }

    @Test
    void anUpgradeTakesTheUnusedTimeBack() throws Exception {
        String original = store.shop().buy(Order.of(PLAN, TOKEN));
        String second = store.shop().upgrade(original, BIG);
        List<PlanPeriod> periods = readLast().periods();
        assertEquals(
                List.of(original, second),
                periods.stream().map(p -> p.purchase().purchaseId()).toList());
        int unused = periods.get(0).purchase().revokedPer100000();
        assertTrue(unused > 99_000 && unused < 100_000, "taken back: " + unused);
        assertEquals(0, periods.get(1).purchase().revokedPer100000());
        List<PlanPeriod> listed = provider.periods(original, new LentContext());
        assertEquals(2, listed.size());
        assertEquals(unused, listed.get(0).purchase().revokedPer100000(), "the list says the same");
        assertEquals(
                unused,
                assertInstanceOf(ProofOutcome.VerifiedPeriod.class, provider.lookup(original, new LentContext()))
                        .period()
                        .purchase()
                        .revokedPer100000(),
                "a lookup says the same");
    }

    @Test
    void aRefundedPeriodEndsThePlanOnlyWhileItRuns() throws Exception {
        String original = store.shop().buy(Order.of(PLAN, TOKEN));
        store.shop().refund(original, Optional.empty());
        NoticeReading reading = readLast();
        assertEquals(100_000, reading.periods().get(0).purchase().revokedPer100000());
        assertFalse(until(reading).until().isAfter(Instant.now()));
        store.shop().reverse(original);
        assertEquals(reading.periods().get(0).expiresAt(), until(readLast()).until());

        Map<String, Object> old = store.shop().transaction(original);
        old.put("purchaseDate", Instant.now().minus(60, ChronoUnit.DAYS).toEpochMilli());
        old.put("expiresDate", Instant.now().minus(30, ChronoUnit.DAYS).toEpochMilli());
        old.put("revocationDate", Instant.now().toEpochMilli());
        Map<String, Object> data = data("Production");
        data.put("signedTransactionInfo", Jws.signed(store.chain(), old));
        store.shop().announce("REFUND", "", Map.of("data", data));
        assertEquals(List.of(), readLast().signals());
    }

    @Test
    void theEndOfFamilySharingEndsPlansAndNeverPacks() throws Exception {
        String plan = store.shop().buy(Order.of(PLAN, null));
        store.shop().revoke(plan);
        NoticeReading reading = readLast();
        assertFalse(until(reading).until().isAfter(Instant.now()));
        assertEquals(List.of(), reading.periods());
        String pack = store.shop().buy(Order.of(PACK, null));
        store.shop().revoke(pack);
        nothing(readLast());
    }

    @Test
    void anExtensionMovesTheEnd() throws Exception {
        String id = store.shop().buy(Order.of(PLAN, TOKEN));
        Instant before = readLast().periods().get(0).expiresAt();
        store.shop().extend(id, Duration.ofDays(10));
        NoticeReading reading = readLast();
        assertEquals(before.plus(Duration.ofDays(10)), until(reading).until());
        assertEquals(before.plus(Duration.ofDays(10)), reading.periods().get(0).expiresAt());
        assertEquals(id, reading.periods().get(0).purchase().purchaseId());
    }

    @Test
    void withdrawnConsentNamesAPurchase() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        store.shop().tell(id, "RESCIND_CONSENT", "");
        assertEquals(id, consent(readLast()).purchaseId());
        Map<String, Object> app = data("Production");
        app.put("signedAppTransactionInfo", Jws.signed(store.chain(), appTransaction("7" + id)));
        store.shop().announce("RESCIND_CONSENT", "", Map.of("appData", app));
        assertEquals(id, consent(readLast()).purchaseId());
        app.put("signedAppTransactionInfo", Jws.signed(store.chain(), appTransaction("71")));
        store.shop().announce("RESCIND_CONSENT", "", Map.of("appData", app));
        nothing(readLast());
    }

    private static ConsentWithdrawn consent(NoticeReading reading) {
        return assertInstanceOf(ConsentWithdrawn.class, reading.signals().get(0));
    }

    private static Map<String, Object> appTransaction(String id) {
        return Map.of(
                "bundleId", ConfigOf.APP.bundleId(),
                "appAppleId", ConfigOf.APP.appleId(),
                "receiptType", "Production",
                "receiptCreationDate", Instant.now().toEpochMilli(),
                "appTransactionId", id);
    }
}
