package org.mutoscope.billing.googleplay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.billing.standins.GoogleStandIn;
import org.mutoscope.billing.standins.Notice;
import org.mutoscope.billing.standins.Troubles;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.SentProof;

@Timeout(300)
class GooglePlayTest {
    private static final String BUYER = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private final GoogleStandIn google = new GoogleStandIn(0);
    private final LentContext lent = new LentContext();
    private final GooglePlayProvider provider =
            new GooglePlayProvider(Settings.of(Configured.of(GooglePlayConfig.class, values())));

    private Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("server", google.url());
        values.put("package_name", GoogleStandIn.APP);
        values.put("service_account", google.serviceAccount());
        values.put("push_audience", GoogleStandIn.AUDIENCE);
        values.put("push_email", GoogleStandIn.PUSHER);
        return values;
    }

    @AfterEach
    void close() {
        google.close();
    }

    private ProofOutcome verify(String token) throws InterruptedException {
        return provider.verify(new SentProof("acct_test", token), lent);
    }

    private static PurchaseFact fact(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Verified.class, outcome).fact();
    }

    private static String code(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Rejected.class, outcome).code();
    }

    private NoticeReading read(Notice notice) throws Exception {
        return provider.interpret(new SentNotice(notice.headers(), notice.body(), Instant.now()), lent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "a b c d e f g h",
                "../../../../etc",
                "token?x=123456",
                "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
            })
    void whatIsNoTokenIsRejected(String token) throws Exception {
        assertEquals("not_a_token", code(verify(token)));
    }

    @Test
    void aTokenThatGoogleDoesNotKnowIsRejected() throws Exception {
        assertEquals("not_found", code(verify("invented-token-1")));
        assertEquals("not_found", code(provider.lookup("gp." + "0".repeat(64), lent)));
        assertEquals("not_found", code(provider.lookup("paper-token-1", lent)));
    }

    @Test
    void aPurchaseIsAFactAndItsTokenIsNotItsId() throws Exception {
        String token = google.sell("pack100", 2, "PURCHASED", BUYER);
        PurchaseFact fact = fact(verify(token));
        assertEquals(
                "production pack100 2 399 USD 0",
                String.join(
                        " ",
                        fact.environment(),
                        fact.productId(),
                        "" + fact.quantity(),
                        "" + fact.paidMinor(),
                        fact.currency(),
                        "" + fact.revokedPer100000()));
        assertEquals(Optional.of(BUYER), fact.accountId());
        assertFalse(fact.purchaseId().contains(token));
        assertEquals(
                fact.purchaseId(),
                fact(provider.lookup(fact.purchaseId(), lent)).purchaseId());
    }

    @Test
    void aPendingPurchaseNeverGrants() throws Exception {
        String token = google.sell("pack100", 1, "PENDING", BUYER);
        assertInstanceOf(ProofOutcome.Pending.class, verify(token));
        NoticeReading reading =
                read(google.push("oneTimeProductNotification", Map.of("notificationType", 1, "purchaseToken", token)));
        assertEquals(List.of(), reading.purchases());
    }

    @Test
    void aTestPurchaseIsSandboxAndUnpaid() throws Exception {
        String token = google.sell("pack100", 1, "PURCHASED", BUYER);
        google.twist(token, "testPurchaseContext", Map.of("fopType", "TEST"));
        PurchaseFact fact = fact(verify(token));
        assertEquals("sandbox 0 XXX", fact.environment() + " " + fact.paidMinor() + " " + fact.currency());
    }

    @Test
    void whatMakesNoSenseIsUnknown() throws Exception {
        String token = google.sell("pack100", 0, "PURCHASED", BUYER);
        assertInstanceOf(ProofOutcome.Unknown.class, verify(token));
        google.twist(token, "purchaseStateContext", Map.of("purchaseState", "PURCHASE_STATE_UNSPECIFIED"));
        assertInstanceOf(ProofOutcome.Unknown.class, verify(token));
        String two = google.sell("pack100", 1, "PURCHASED", BUYER);
        google.twist(two, "productLineItem", List.of(Map.of("productId", "a"), Map.of("productId", "b")));
        assertEquals("several_products", code(verify(two)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SLOW", "DONE_SLOW"})
    void aTroubledApiIsUnknownNeverRejected(Troubles.Kind kind) throws Exception {
        String token = google.sell("pack100", 1, "PURCHASED", BUYER);
        PurchaseFact fact = fact(verify(token));
        google.troubles().set(kind);
        String reason =
                assertInstanceOf(ProofOutcome.Unknown.class, verify(token)).reason();
        assertFalse(reason.contains(token), reason);
        assertInstanceOf(ProofOutcome.Unknown.class, provider.lookup(fact.purchaseId(), lent));
        assertThrows(StoreSilent.class, () -> provider.changes(Instant.EPOCH, Optional.empty(), lent));
        google.troubles().set(Troubles.Kind.NONE);
        fact(verify(token));
    }

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            names = {"BUSY", "BROKEN", "DOWN", "UNAUTHORIZED", "CUT", "LOST"})
    void whatGoogleDidNotHearIsToldAgain(Troubles.Kind kind) throws Exception {
        PurchaseFact fact = fact(verify(google.sell("pack100", 1, "PURCHASED", BUYER)));
        google.troubles().set(kind);
        assertFalse(provider.settled(fact, lent));
        google.troubles().set(Troubles.Kind.NONE);
        assertTrue(provider.settled(fact, lent));
        assertEquals(List.of("consume {}"), google.told());
    }

    @Test
    void refundsInPartAndInFull() throws Exception {
        String token = google.sell("pack100", 3, "PURCHASED", BUYER);
        google.takeBack(token, 2, false);
        assertEquals(33_333, fact(verify(token)).revokedPer100000());
        google.takeBack(token, 0, true);
        NoticeReading reading = read(google.push(
                "voidedPurchaseNotification", Map.of("purchaseToken", token, "productType", 2, "refundType", 1)));
        assertEquals(100_000, reading.purchases().get(0).revokedPer100000());
        assertTrue(provider.settled(reading.purchases().get(0), lent));
        assertEquals(List.of(), google.told(), "a refunded purchase was consumed");
        List<NoticeReading> history =
                provider.changes(Instant.EPOCH, Optional.empty(), lent).changes();
        assertEquals(2, history.size());
        assertEquals(
                history.get(0).eventId(),
                provider.changes(Instant.EPOCH, Optional.empty(), lent)
                        .changes()
                        .get(0)
                        .eventId());
    }

    @Test
    void aQuestionBeforeARefundFreezesAndIsAnswered() throws Exception {
        String token = google.sell("pack100", 1, "PURCHASED", BUYER);
        NoticeReading reading = read(google.push(
                "pendingRefundReviewNotification",
                Map.of("purchaseToken", token, "orderId", "GPA.1", "pendingRefundToken", "ask-1")));
        StoreSignal.RefundAsked asked = assertInstanceOf(
                StoreSignal.RefundAsked.class, reading.signals().get(0));
        assertTrue(provider.answer(asked.purchaseId(), 45_200, lent));
        String told = google.told().get(0);
        assertTrue(told.contains("ask-1") && told.contains("45200") && told.contains("NEUTRAL"), told);
    }

    @Test
    void whatWasNotDeliveredMayGoBack() throws Exception {
        String token = google.sell("pack100", 1, "PURCHASED", BUYER);
        read(google.push(
                "pendingRefundReviewNotification",
                Map.of("purchaseToken", token, "orderId", "GPA.1", "pendingRefundToken", "ask-1")));
        assertTrue(provider.answer(new RefundAnswers.Consumption(Notes.id(token), false, 0), lent));
        String told = google.told().get(0);
        assertTrue(told.contains("ask-1") && told.contains("APPROVE"), told);
    }

    // Pushes

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer ",
                "Bearer x",
                "Bearer a.b.c",
                "Bearer e30.e30.",
                "Bearer eyJhbGciOiJub25lIiwia2lkIjoicGFwZXIifQ.e30."
            })
    void aPushWithoutAGoodTokenIsRefused(String header) {
        Notice good = google.push("testNotification", Map.of());
        assertThrows(NoticeRefused.class, () -> read(new Notice(Map.of("authorization", header), good.body())));
        assertThrows(NoticeRefused.class, () -> read(new Notice(Map.of(), good.body())));
    }

    @ParameterizedTest
    @CsvSource({
        "aud,https://other.example",
        "email,other@paper.example",
        "email_verified,",
        "iss,https://evil.example",
        "exp,1",
        "iat,99999999999"
    })
    void aTokenThatSaysSomethingElseIsRefused(String claim, String value) {
        Map<String, Object> claims = GoogleStandIn.claims(GoogleStandIn.AUDIENCE, GoogleStandIn.PUSHER);
        claims.put(claim, value != null && value.matches("[0-9]+") ? Long.valueOf(value) : value);
        assertThrows(NoticeRefused.class, () -> read(google.forged(GoogleStandIn.APP, claims, true)));
    }

    @Test
    void aForgedSignatureOrAnotherAppIsRefused() throws Exception {
        Map<String, Object> claims = GoogleStandIn.claims(GoogleStandIn.AUDIENCE, GoogleStandIn.PUSHER);
        assertThrows(NoticeRefused.class, () -> read(google.forged(GoogleStandIn.APP, claims, false)));
        assertThrows(NoticeRefused.class, () -> read(google.forged("other.app", claims, true)));
        assertEquals(
                "TEST", read(google.forged(GoogleStandIn.APP, claims, true)).type());
    }

    @Test
    void aPushMayBeReadLongAfterItCameButNotComeLate() throws Exception {
        Notice good = google.push("testNotification", Map.of());
        assertThrows(
                NoticeRefused.class,
                () -> provider.interpret(
                        new SentNotice(
                                good.headers(), good.body(), Instant.now().plusSeconds(7200)),
                        lent));
    }

    @Test
    void whatIsNotKnownIsKept() throws Exception {
        assertThrows(
                NoticeRefused.class,
                () -> read(google.push("subscriptionNotification", Map.of("notificationType", 4))));
        assertFalse(read(google.push("newNotification", Map.of())).recognised());
        assertThrows(NoticeRefused.class, () -> read(google.push("oneTimeProductNotification", Map.of())));
    }

    // Settings

    @ParameterizedTest
    @CsvSource({
        "package_name,com.example.app",
        "package_name,",
        "server,https://play.example.com",
        "service_account,{}",
        "push_email,",
        "request_seconds,0"
    })
    void aBadSettingIsRefused(String name, String value) {
        Map<String, Object> values = values();
        values.put(name, name.endsWith("seconds") ? (Object) Integer.valueOf(value) : value == null ? "" : value);
        assertThrows(IllegalArgumentException.class, () -> Settings.of(Configured.of(GooglePlayConfig.class, values)));
    }

    @Test
    void aPaperAppIsNotSoldByGoogle() {
        Map<String, Object> values = values();
        values.remove("server");
        assertThrows(IllegalArgumentException.class, () -> Settings.of(Configured.of(GooglePlayConfig.class, values)));
        values.put("package_name", "com.example.app");
        assertFalse(Settings.of(Configured.of(GooglePlayConfig.class, values)).standIn());
        assertTrue(Settings.empty(Configured.of(GooglePlayConfig.class, Map.of())));
    }
}
