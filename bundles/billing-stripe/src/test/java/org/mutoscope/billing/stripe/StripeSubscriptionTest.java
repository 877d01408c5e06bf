package org.mutoscope.billing.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import org.mutoscope.api.billing.PlanPeriod;
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
class StripeSubscriptionTest {
    private static final String BUYER = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final long MONTH = 30 * 86_400;

    private final StripeStandIn stripe = new StripeStandIn(0);
    private final LentContext lent = new LentContext();
    private final StripeProvider provider = new StripeProvider(Settings.of(Configured.of(
            StripeConfig.class,
            Map.of("server", stripe.url(), "key", StripeStandIn.KEY, "webhook_secrets", new String[] {
                StripeStandIn.SECRET
            }))));

    @AfterEach
    void close() {
        stripe.close();
        assertEquals(Map.of(), lent.notes(), "Stripe needs no notes");
    }

    private NoticeReading read(Notice notice) throws Exception {
        return provider.interpret(new SentNotice(notice.headers(), notice.body(), Instant.now()), lent);
    }

    private ProofOutcome verify(String session) throws InterruptedException {
        return provider.verify(new SentProof("acct_test", session), lent);
    }

    private String begun() {
        return stripe.subscribe("prod_month", BUYER, MONTH);
    }

    private static PlanPeriod period(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.VerifiedPeriod.class, outcome).period();
    }

    private static String code(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Rejected.class, outcome).code();
    }

    @Test
    void theSessionProvesTheFirstPeriod() throws Exception {
        String session = begun();
        PlanPeriod period = period(verify(session));
        assertEquals(stripe.subscription(session), period.subscriptionId());
        assertEquals(stripe.payment(session), period.purchase().purchaseId());
        assertEquals("prod_month", period.purchase().productId());
        assertEquals(Optional.of(BUYER), period.purchase().accountId());
        assertEquals(2000, period.purchase().paidMinor());
        assertEquals(0, period.purchase().revokedPer100000());
        assertEquals(
                MONTH, period.expiresAt().getEpochSecond() - period.startsAt().getEpochSecond());
        assertEquals(
                period.expiresAt(),
                period(provider.lookup(period.purchase().purchaseId(), lent)).expiresAt());
    }

    @Test
    void eachPaidInvoiceIsAPeriodOfItsOwn() throws Exception {
        String session = begun();
        PlanPeriod first = period(verify(session));
        List<PlanPeriod> told = read(stripe.renew(session)).periods();
        assertEquals(1, told.size());
        assertEquals(first.expiresAt(), told.get(0).startsAt());
        assertEquals(first.subscriptionId(), told.get(0).subscriptionId());
        assertFalse(first.purchase().purchaseId().equals(told.get(0).purchase().purchaseId()));
        assertEquals(Optional.of(BUYER), told.get(0).purchase().accountId());
        List<PlanPeriod> all = provider.periods(first.subscriptionId(), lent);
        assertEquals(
                List.of(first.startsAt(), told.get(0).startsAt()),
                all.stream().map(PlanPeriod::startsAt).toList());
        assertEquals(List.of(), provider.periods("sub_unknown", lent));
        assertEquals(List.of(), provider.periods("../balance", lent));
    }

    @Test
    void aChangeOfPlanTakesTheUnusedTimeOfTheOldPeriodBack() throws Exception {
        String session = begun();
        String old = stripe.payment(session);
        List<PlanPeriod> told =
                read(stripe.change(session, "prod_large", 4000, MONTH / 4)).periods();
        assertEquals(
                List.of("prod_month 2000 75000", "prod_large 2500 0"),
                told.stream().map(StripeSubscriptionTest::state).toList()); // 1500 of 2000 are credited
        assertEquals(told.get(0).startsAt().plusSeconds(MONTH / 4), told.get(1).startsAt());
        assertEquals(75_000, period(provider.lookup(old, lent)).purchase().revokedPer100000());
        assertEquals(75_000, period(verify(session)).purchase().revokedPer100000());
        List<PlanPeriod> next = read(stripe.renew(session)).periods();
        assertEquals(
                List.of("prod_large 4000 0"),
                next.stream().map(StripeSubscriptionTest::state).toList());
        assertEquals(
                List.of("prod_month 2000 75000", "prod_large 2500 0", "prod_large 4000 0"),
                provider.periods(stripe.subscription(session), lent).stream()
                        .map(StripeSubscriptionTest::state)
                        .toList());
        stripe.refund(old, 2000, "succeeded");
        assertEquals(100_000, period(provider.lookup(old, lent)).purchase().revokedPer100000());
    }

    @Test
    void whatStripeGaveNoCreditForIsNotTakenBack() throws Exception {
        String session = begun();
        String old = stripe.payment(session);
        NoticeReading change = read(stripe.change(session, "prod_large", 4000, MONTH / 4));
        Map<String, Object> invoice = stripe.invoice(session);
        List<?> lines = (List<?>) ((Map<?, ?>) invoice.get("lines")).get("data");
        invoice.put("lines", Map.of("data", lines.subList(1, 2), "has_more", false)); // proration_behavior=none
        assertEquals(2, change.periods().size());
        assertEquals(
                1, read(stripe.event("invoice.paid", invoice, true)).periods().size());
        assertEquals(0, period(provider.lookup(old, lent)).purchase().revokedPer100000());
    }

    private static String state(PlanPeriod period) {
        PurchaseFact fact = period.purchase();
        return fact.productId() + " " + fact.paidMinor() + " " + fact.revokedPer100000();
    }

    @Test
    void aRefundTakesThePeriodBack() throws Exception {
        String session = begun();
        String payment = stripe.payment(session);
        NoticeReading half = read(stripe.refund(payment, 1000, "succeeded"));
        assertEquals(50_000, half.periods().get(0).purchase().revokedPer100000());
        NoticeReading all = read(stripe.refund(payment, 1000, "succeeded"));
        assertEquals(100_000, all.periods().get(0).purchase().revokedPer100000());
        assertTrue(all.purchases().isEmpty(), "a period is no pack");
    }

    @Test
    void aLostDisputeTakesThePeriodBack() throws Exception {
        String payment = stripe.payment(begun());
        NoticeReading open = read(stripe.dispute(payment, "needs_response"));
        assertEquals(0, open.periods().get(0).purchase().revokedPer100000());
        NoticeReading lost = read(stripe.disputed(payment, "lost"));
        assertEquals(100_000, lost.periods().get(0).purchase().revokedPer100000());
    }

    @Test
    void whatIsCancelledEndsNowAndWhatGoesOnDoesNot() throws Exception {
        String session = begun();
        String subscription = stripe.subscription(session);
        NoticeReading going = read(stripe.event(
                "customer.subscription.updated", Map.of("id", subscription, "object", "subscription"), true));
        assertTrue(going.recognised() && going.signals().isEmpty());
        Instant before = Instant.now().minusSeconds(2);
        NoticeReading over = read(stripe.cancel(session));
        StoreSignal.PlanUntil word =
                assertInstanceOf(StoreSignal.PlanUntil.class, over.signals().get(0));
        assertEquals(subscription, word.subscriptionId());
        assertTrue(word.until().isAfter(before) && !word.until().isAfter(Instant.now()));
    }

    @ParameterizedTest
    @CsvSource({
        "status,void,payment_failed",
        "status,uncollectible,payment_failed",
        "amount_paid,0,nothing_paid",
        "subscription,,no_subscription"
    })
    void whatIsNotPaidOpensNothing(String name, String value, String code) throws Exception {
        String session = begun();
        Map<String, Object> invoice = stripe.invoice(session);
        invoice.put(name, value != null && value.equals("0") ? (Object) 0 : value);
        assertEquals(code, code(verify(session)));
        NoticeReading reading = read(stripe.event("invoice.paid", invoice, true));
        assertTrue(reading.recognised());
        assertTrue(reading.periods().isEmpty());
    }

    @Test
    void anOpenInvoiceIsPending() throws Exception {
        String session = begun();
        stripe.invoice(session).put("status", "open");
        assertInstanceOf(ProofOutcome.Pending.class, verify(session));
    }

    @Test
    void aChangeInTheMiddleAndSeveralProductsAreAlarmed() throws Exception {
        String session = begun();
        Map<String, Object> line = new HashMap<>(
                Map.of("proration", true, "quantity", 1, "price", Map.of("product", "prod_month"), "period", Map.of()));
        stripe.invoice(session).put("lines", Map.of("data", List.of(line, line), "has_more", false));
        assertEquals("prorated", code(verify(session)));
        assertFalse(read(stripe.event("invoice.paid", stripe.invoice(session), true))
                .recognised());
        line.put("proration", false);
        assertEquals("several_products", code(verify(session)));
        assertFalse(read(stripe.event("invoice.paid", stripe.invoice(session), true))
                .recognised());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "payment_intent", "currency", "lines"})
    void whatMakesNoSenseIsUnknown(String name) throws Exception {
        String session = begun();
        Object odd = name.equals("lines")
                ? Map.of("data", List.of(Map.of("quantity", 1, "period", Map.of("start", 9, "end", 9))))
                : "?";
        stripe.invoice(session).put(name, odd);
        assertInstanceOf(ProofOutcome.Unknown.class, verify(session));
    }

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SLOW", "DONE_SLOW"})
    void aTroubledApiIsUnknown(Troubles.Kind kind) throws Exception {
        String session = begun();
        String payment = stripe.payment(session);
        stripe.troubles().set(kind);
        assertInstanceOf(ProofOutcome.Unknown.class, verify(session));
        assertInstanceOf(ProofOutcome.Unknown.class, provider.lookup(payment, lent));
    }

    @Test
    void theHistoryTellsOfPeriods() throws Exception {
        String session = begun();
        stripe.renew(session);
        Page page = provider.changes(Instant.now().minusSeconds(3600), Optional.empty(), lent);
        long periods =
                page.changes().stream().mapToLong(c -> c.periods().size()).sum();
        assertEquals(3, periods); // the session, and two invoices
    }
}
