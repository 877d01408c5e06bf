package org.mutoscope.billing.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
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
import org.mutoscope.api.billing.PurchaseHistory.Page;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.billing.standins.Notice;
import org.mutoscope.billing.standins.StripeStandIn;
import org.mutoscope.billing.standins.Troubles;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.SentProof;

@Timeout(300)
class StripeTest {
    private static final String BUYER = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private final StripeStandIn stripe = new StripeStandIn(0);
    private final LentContext lent = new LentContext();
    private final StripeProvider provider =
            new StripeProvider(Settings.of(Configured.of(StripeConfig.class, values())));

    private Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("server", stripe.url());
        values.put("key", StripeStandIn.KEY);
        values.put("webhook_secrets", new String[] {"whsec_thenextsecret000", StripeStandIn.SECRET});
        values.put("test_key", StripeStandIn.TEST_KEY);
        values.put("test_webhook_secrets", new String[] {StripeStandIn.TEST_SECRET});
        return values;
    }

    @AfterEach
    void close() {
        stripe.close();
        assertEquals(Map.of(), lent.notes(), "Stripe needs no notes");
    }

    private ProofOutcome verify(String proof) throws InterruptedException {
        return provider.verify(new SentProof("acct_test", proof), lent);
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

    private void refused(Notice notice, Instant at) {
        int before = stripe.requests();
        assertThrows(
                NoticeRefused.class,
                () -> provider.interpret(new SentNotice(notice.headers(), notice.body(), at), lent));
        assertEquals(before, stripe.requests(), "the API was asked because of a notice that is not Stripe's");
    }

    // Proofs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cs_",
                "cs_live_",
                "cs_live_../../v1/balance",
                "cs_live_a?x=1",
                "pi_1",
                "cs_other_A1",
                "cs_live_A1\nX: y",
                "\u0000",
                "cs_live_\u0661"
            })
    void whatIsNoSessionIsNotAskedFor(String proof) throws Exception {
        assertEquals("not_a_session", code(verify(proof)));
        assertEquals(0, stripe.requests());
    }

    @Test
    void aSessionThatStripeDoesNotKnowIsRejected() throws Exception {
        assertEquals("not_found", code(verify("cs_live_A1")));
    }

    @Test
    void aPaidSessionIsAFact() throws Exception {
        String session = stripe.buy("prod_pack100", 400, BUYER);
        PurchaseFact fact = fact(verify(session));
        assertEquals(stripe.payment(session), fact.purchaseId());
        assertEquals("production prod_pack100 1 400 USD 0", told(fact));
        assertEquals(Optional.of(BUYER), fact.accountId());
        assertEquals(told(fact), told(fact(provider.lookup(fact.purchaseId(), lent))));
    }

    private static String told(PurchaseFact fact) {
        return String.join(
                " ",
                fact.environment(),
                fact.productId(),
                "" + fact.quantity(),
                "" + fact.paidMinor(),
                fact.currency(),
                "" + fact.revokedPer100000());
    }

    @Test
    void aTestSessionIsSandboxAndNothingElse() throws Exception {
        String session = stripe.open(false, "prod_pack100", 400, null);
        stripe.pay(session, "complete");
        assertEquals("sandbox", fact(verify(session)).environment());
        assertEquals("not_found", code(verify(session.replace("_test_", "_live_"))));
        stripe.twist(session, "livemode", true);
        assertFalse(verify(session) instanceof ProofOutcome.Verified);
    }

    @Test
    void aLiveSessionThatCallsItselfTestIsRejected() throws Exception {
        String session = stripe.buy("prod_pack100", 400, BUYER);
        stripe.twist(session, "livemode", "true");
        assertFalse(verify(session) instanceof ProofOutcome.Verified);
    }

    @Test
    void onlyWhatIsPaidGrants() throws Exception {
        String session = stripe.open(true, "prod_pack100", 400, BUYER);
        assertInstanceOf(ProofOutcome.Pending.class, verify(session));
        assertEquals(List.of(), read(stripe.pay(session, "wait")).purchases());
        assertInstanceOf(ProofOutcome.Pending.class, verify(session));
        assertEquals(1, read(stripe.pay(session, "arrive")).purchases().size());
        fact(verify(session));
    }

    @ParameterizedTest
    @CsvSource({"fail,payment_failed", "expire,expired"})
    void whatFailedIsOver(String how, String code) throws Exception {
        String session = stripe.open(true, "prod_pack100", 400, BUYER);
        NoticeReading reading = read(stripe.pay(session, how));
        assertTrue(reading.recognised() && reading.purchases().isEmpty());
        assertEquals(code, code(verify(session)));
    }

    @ParameterizedTest
    @CsvSource({
        "mode,some_day,not_a_payment",
        "mode,setup,not_a_payment",
        "payment_status,no_payment_required,nothing_paid"
    })
    void otherSessionsAreRejected(String name, String value, String code) throws Exception {
        String session = stripe.buy("prod_pack100", 400, BUYER);
        stripe.twist(session, name, value);
        assertEquals(code, code(verify(session)));
    }

    @Test
    void severalProductsAreRejectedAndAlarmed() throws Exception {
        String session = stripe.open(true, "prod_pack100", 400, BUYER);
        Map<String, Object> line = Map.of("quantity", 1, "price", Map.of("product", "prod_pack100"));
        stripe.twist(session, "line_items", Map.of("data", List.of(line, line), "has_more", false));
        NoticeReading reading = read(stripe.pay(session, "complete"));
        assertEquals("several_products", code(verify(session)));
        assertFalse(reading.recognised());
    }

    @ParameterizedTest
    @CsvSource({
        "amount_total,-1",
        "amount_total,4.5",
        "amount_total,99999999999999999999",
        "currency,",
        "currency,dollars"
    })
    void whatMakesNoSenseIsUnknown(String name, String value) throws Exception {
        String session = stripe.buy("prod_pack100", 400, BUYER);
        stripe.twist(
                session, name, value != null && value.matches("-?[0-9.]+") ? new java.math.BigDecimal(value) : value);
        assertInstanceOf(ProofOutcome.Unknown.class, verify(session));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_000_000, Long.MAX_VALUE})
    void aQuantityBeyondReasonIsUnknown(long quantity) throws Exception {
        String session = stripe.buy("prod_pack100", 400, BUYER);
        Map<String, Object> line = Map.of("quantity", quantity, "price", Map.of("product", "prod_pack100"));
        stripe.twist(session, "line_items", Map.of("data", List.of(line), "has_more", false));
        assertInstanceOf(ProofOutcome.Unknown.class, verify(session));
    }

    @ParameterizedTest
    @CsvSource({"jpy,400,400 JPY", "isk,40000,400 ISK", "kwd,4000,4000 KWD"})
    void minorUnitsAreThoseOfTheCurrency(String currency, long amount, String expected) throws Exception {
        String session = stripe.buy("prod_pack100", amount, BUYER);
        stripe.twist(session, "currency", currency);
        PurchaseFact fact = fact(verify(session));
        assertEquals(expected, fact.paidMinor() + " " + fact.currency());
    }

    // Troubles

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SLOW", "DONE_SLOW"})
    void aTroubledApiIsUnknownNeverRejected(Troubles.Kind kind) throws Exception {
        String session = stripe.buy("prod_pack100", 400, BUYER);
        Notice notice = stripe.refund(stripe.payment(session), 400, "succeeded");
        stripe.troubles().set(kind);
        String reason =
                assertInstanceOf(ProofOutcome.Unknown.class, verify(session)).reason();
        assertFalse(reason.contains(session) || reason.contains(StripeStandIn.KEY), reason);
        assertInstanceOf(ProofOutcome.Unknown.class, provider.lookup(stripe.payment(session), lent));
        assertThrows(StoreSilent.class, () -> read(notice), "a notice would be taken for done");
        stripe.troubles().set(Troubles.Kind.NONE);
        assertEquals(100_000, fact(verify(session)).revokedPer100000());
    }

    @Test
    void aSlowApiIsUnknownInTime() throws Exception {
        Map<String, Object> values = values();
        values.put("request_seconds", 1);
        StripeProvider hasty = new StripeProvider(Settings.of(Configured.of(StripeConfig.class, values)));
        String session = stripe.buy("prod_pack100", 400, BUYER);
        stripe.troubles().set(Troubles.Kind.SLOW);
        assertInstanceOf(ProofOutcome.Unknown.class, hasty.verify(new SentProof("acct_test", session), lent));
    }

    // Notices

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t=1",
                "v1=00",
                "t=,v1=",
                "t=x,v1=00",
                "t=-5,v1=00",
                "t=99999999999,v1=00",
                "garbage",
                ",,,,",
                "v0=00,t=1"
            })
    void aBadHeaderIsRefused(String header) {
        refused(new Notice(Map.of("stripe-signature", header), "{}"), Instant.now());
    }

    @Test
    void aNoticeWithoutAHeaderIsRefused() {
        refused(new Notice(Map.of(), "{}"), Instant.now());
    }

    @Test
    void aForgedOrTamperedNoticeIsRefused() {
        Notice good = stripe.pay(stripe.open(true, "prod_pack100", 400, BUYER), "complete");
        refused(StripeStandIn.signed(good.body(), "whsec_wrongwrongwrong", now()), Instant.now());
        refused(new Notice(good.headers(), good.body() + " "), Instant.now());
        refused(new Notice(good.headers(), good.body().replace("complete", "complet3")), Instant.now());
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    @Test
    void anOldNoticeIsRefusedAndALateReadingIsNot() throws Exception {
        Notice good = stripe.pay(stripe.open(true, "prod_pack100", 400, BUYER), "complete");
        refused(good, Instant.now().plusSeconds(310));
        refused(good, Instant.now().minusSeconds(310));
        Instant lastWeek = Instant.now().minusSeconds(7 * 86_400);
        Notice kept = StripeStandIn.signed(good.body(), StripeStandIn.SECRET, lastWeek.getEpochSecond());
        refused(kept, Instant.now());
        assertEquals(
                1,
                provider.interpret(new SentNotice(kept.headers(), kept.body(), lastWeek.plusSeconds(2)), lent)
                        .purchases()
                        .size());
    }

    @Test
    void aTestSignatureUnderALiveEventIsRefused() {
        Notice live = stripe.pay(stripe.open(true, "prod_pack100", 400, BUYER), "complete");
        refused(StripeStandIn.signed(live.body(), StripeStandIn.TEST_SECRET, now()), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "\"x\"", "{\"object\":\"event\",\"id\":\"evt_1\"}", "{\"a\":{", "\u0000"
            })
    void aSignedNoticeThatIsNoEventIsRefused(String body) {
        refused(StripeStandIn.signed(body, StripeStandIn.SECRET, now()), Instant.now());
    }

    @Test
    void anUnknownTypeIsKeptAndAPassingOneIsNot() throws Exception {
        NoticeReading unknown = read(stripe.event("issuing_card.created", Map.of("id", "ic_1"), true));
        assertFalse(unknown.recognised());
        assertEquals("issuing_card.created", unknown.type());
        assertTrue(read(stripe.event("payment_intent.succeeded", Map.of("id", "pi_1"), true))
                .recognised());
        NoticeReading longest = read(stripe.event("a".repeat(90), Map.of(), true));
        assertEquals(48, longest.type().length());
    }

    @Test
    void moneyOfAnotherShopIsNotOurs() throws Exception {
        NoticeReading reading =
                read(stripe.event("charge.refunded", Map.of("id", "ch_9", "payment_intent", "pi_9"), true));
        assertTrue(reading.recognised() && reading.purchases().isEmpty());
        assertTrue(read(stripe.event("charge.refunded", Map.of("id", "ch_9"), true))
                .purchases()
                .isEmpty());
    }

    @Test
    void anEventSaysWhatIsSoNowWhateverItCarries() throws Exception {
        String session = stripe.open(true, "prod_pack100", 400, BUYER);
        Notice paid = stripe.pay(session, "complete");
        stripe.refund(stripe.payment(session), 400, "succeeded");
        NoticeReading late = read(paid);
        assertEquals(100_000, late.purchases().get(0).revokedPer100000());
        assertEquals(late.eventId(), read(paid).eventId());
    }

    @Test
    void refundsAddUpOnceAndOnlyWhenTheySucceed() throws Exception {
        String session = stripe.buy("prod_pack100", 300, BUYER);
        String payment = stripe.payment(session);
        assertEquals(33_333, revoked(stripe.refund(payment, 100, "succeeded")));
        assertEquals(33_333, revoked(stripe.refund(payment, 100, "pending")));
        assertEquals(66_666, revoked(stripe.settle(payment, "succeeded")));
        assertEquals(66_666, revoked(stripe.refund(payment, 100, "pending")));
        assertEquals(66_666, revoked(stripe.settle(payment, "failed")));
        assertEquals(100_000, revoked(stripe.refund(payment, 100, "succeeded")));
        assertEquals(66_666, revoked(stripe.settle(payment, "failed")), "a refund that succeeded can fail days later");
    }

    private int revoked(Notice notice) throws Exception {
        return read(notice).purchases().get(0).revokedPer100000();
    }

    @Test
    void moreThan100RefundsAreAllRead() throws Exception {
        String payment = stripe.payment(stripe.buy("prod_pack100", 1000, BUYER));
        Notice last = null;
        for (int i = 0; i < 150; i++) {
            last = stripe.refund(payment, 1, "succeeded");
        }
        assertEquals(15_000, revoked(last));
    }

    @Test
    void aDisputeFreezesThenRevokesThenIsWon() throws Exception {
        String payment = stripe.payment(stripe.buy("prod_pack100", 400, BUYER));
        NoticeReading opened = read(stripe.dispute(payment, "needs_response"));
        assertInstanceOf(StoreSignal.RefundAsked.class, opened.signals().get(0));
        assertEquals(0, opened.purchases().get(0).revokedPer100000());
        assertEquals(100_000, revoked(stripe.disputed(payment, "withdraw")));
        NoticeReading back = read(stripe.disputed(payment, "reinstate"));
        assertEquals(0, back.purchases().get(0).revokedPer100000());
        NoticeReading won = read(stripe.disputed(payment, "won"));
        assertEquals(0, won.purchases().get(0).revokedPer100000());
        assertInstanceOf(StoreSignal.RefundDeclined.class, won.signals().get(0));
    }

    @Test
    void aLostDisputeStaysLost() throws Exception {
        String payment = stripe.payment(stripe.buy("prod_pack100", 400, BUYER));
        stripe.dispute(payment, "needs_response");
        stripe.disputed(payment, "withdraw");
        assertEquals(100_000, revoked(stripe.disputed(payment, "lost")));
        assertEquals(100_000, fact(provider.lookup(payment, lent)).revokedPer100000());
    }

    @Test
    void anInquiryIsNoDispute() throws Exception {
        String payment = stripe.payment(stripe.buy("prod_pack100", 400, BUYER));
        NoticeReading inquiry = read(stripe.dispute(payment, "warning_needs_response"));
        assertEquals(0, inquiry.purchases().get(0).revokedPer100000());
        assertInstanceOf(StoreSignal.RefundDeclined.class, inquiry.signals().get(0), "nothing is frozen");
    }

    @Test
    void anEarlyWarningFreezesUntilItIsOff() throws Exception {
        String payment = stripe.payment(stripe.buy("prod_pack100", 400, BUYER));
        assertInstanceOf(
                StoreSignal.RefundAsked.class,
                read(stripe.warn(payment, true)).signals().get(0));
        assertInstanceOf(
                StoreSignal.RefundDeclined.class,
                read(stripe.warn(payment, false)).signals().get(0));
    }

    // History

    @Test
    void theHistoryTellsWhatNoticesWouldHaveTold() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String session = stripe.open(true, "prod_pack100", 400, BUYER);
            expected.add(read(stripe.pay(session, "complete")).eventId());
        }
        String test = stripe.open(false, "prod_pack100", 400, null);
        expected.add(read(stripe.pay(test, "complete")).eventId());
        stripe.event("payment_intent.succeeded", Map.of("id", "pi_1"), true);

        List<String> told = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page page = provider.changes(Instant.now().minusSeconds(3600), next, lent);
            page.changes().forEach(reading -> told.add(reading.eventId()));
            next = page.next();
        } while (next.isPresent());
        assertEquals(expected.stream().sorted().toList(), told.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "7:", "0:../x", "0:evt_1:2", "2:evt_1"})
    void aPageThatIsNoneIsRefused(String page) {
        assertThrows(IllegalArgumentException.class, () -> provider.changes(Instant.EPOCH, Optional.of(page), lent));
    }

    @Test
    void aHistoryThatCannotBeReadIsNotEmpty() {
        stripe.troubles().set(Troubles.Kind.BROKEN);
        assertThrows(StoreSilent.class, () -> provider.changes(Instant.EPOCH, Optional.empty(), lent));
    }

    // Settings

    @ParameterizedTest
    @CsvSource({
        "key,sk_live_realreal",
        "key,sk_test_abcd",
        "key,rubbish",
        "server,https://stripe.example.com",
        "server,http://10.0.0.1:80",
        "request_seconds,0",
        "webhook_secrets,nosecret",
        "test_webhook_secrets,whsec_paperlive0000000000000000"
    })
    void aBadSettingIsRefused(String name, String value) {
        Map<String, Object> values = values();
        values.put(
                name,
                name.endsWith("secrets")
                        ? new String[] {value}
                        : name.endsWith("seconds") ? (Object) Integer.valueOf(value) : value);
        String said = assertThrows(
                        IllegalArgumentException.class, () -> Settings.of(Configured.of(StripeConfig.class, values)))
                .getMessage();
        assertFalse(said.contains("realreal") || said.contains("nosecret"), "a secret stands in: " + said);
    }

    @Test
    void aRealServerGetsNoPaperKeyAndATestKeyIsNoLiveOne() {
        for (String key : List.of(StripeStandIn.KEY, "sk_test_abcdefgh")) {
            Map<String, Object> values = Map.of("key", key, "webhook_secrets", new String[] {StripeStandIn.SECRET});
            assertThrows(
                    IllegalArgumentException.class, () -> Settings.of(Configured.of(StripeConfig.class, values)), key);
        }
        Map<String, Object> good =
                Map.of("key", "rk_live_abcdefgh", "webhook_secrets", new String[] {StripeStandIn.SECRET});
        assertFalse(Settings.of(Configured.of(StripeConfig.class, good)).standIn());
        assertTrue(Settings.empty(Configured.of(StripeConfig.class, Map.of())));
    }
}
