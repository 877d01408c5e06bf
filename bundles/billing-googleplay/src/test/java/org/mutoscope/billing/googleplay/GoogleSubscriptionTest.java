package org.mutoscope.billing.googleplay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
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
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.billing.standins.GoogleStandIn;
import org.mutoscope.billing.standins.Notice;
import org.mutoscope.billing.standins.Troubles;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.SentProof;

@Timeout(300)
class GoogleSubscriptionTest {
    private static final String BUYER = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final long MONTH = 30 * 86_400;

    private final GoogleStandIn google = new GoogleStandIn(0);
    private final LentContext lent = new LentContext();
    private final GooglePlayProvider provider = new GooglePlayProvider(Settings.of(Configured.of(
            GooglePlayConfig.class,
            Map.of(
                    "server", google.url(),
                    "package_name", GoogleStandIn.APP,
                    "service_account", google.serviceAccount(),
                    "push_audience", GoogleStandIn.AUDIENCE,
                    "push_email", GoogleStandIn.PUSHER))));

    @AfterEach
    void close() {
        google.close();
    }

    private NoticeReading read(Notice notice) throws Exception {
        return provider.interpret(new SentNotice(notice.headers(), notice.body(), Instant.now()), lent);
    }

    private ProofOutcome verify(String token) throws InterruptedException {
        return provider.verify(new SentProof("acct_test", token), lent);
    }

    private String begun() {
        return google.plans().subscribe("month", BUYER, MONTH);
    }

    private static PlanPeriod period(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.VerifiedPeriod.class, outcome).period();
    }

    @Test
    void theTokenProvesTheNewestPeriod() throws Exception {
        String token = begun();
        PlanPeriod period = period(verify(token));
        assertEquals(google.plans().newest(token), period.purchase().purchaseId());
        assertEquals(
                "month 399 USD 0",
                period.purchase().productId() + " " + period.purchase().paidMinor() + " "
                        + period.purchase().currency() + " " + period.purchase().revokedPer100000());
        assertEquals(Optional.of(BUYER), period.purchase().accountId());
        assertEquals(
                MONTH, period.expiresAt().getEpochSecond() - period.startsAt().getEpochSecond());
        assertFalse(period.subscriptionId().contains(token));
    }

    @Test
    void eachOrderIsAPeriodOfItsOwn() throws Exception {
        String token = begun();
        PlanPeriod first = period(verify(token));
        google.plans().renew(token);
        NoticeReading reading = read(google.tellPlan(2, token));
        PlanPeriod second = reading.periods().get(0);
        assertTrue(reading.recognised() && reading.signals().isEmpty());
        assertEquals(first.subscriptionId(), second.subscriptionId());
        assertEquals(first.expiresAt(), second.startsAt());
        assertFalse(first.purchase().purchaseId().equals(second.purchase().purchaseId()));
        assertEquals(
                first.expiresAt(),
                period(provider.lookup(first.purchase().purchaseId(), lent)).expiresAt());
        assertEquals(
                second.expiresAt(),
                provider.periods(first.subscriptionId(), lent).get(0).expiresAt());
        assertEquals(List.of(), provider.periods("gp." + "0".repeat(64), lent));
    }

    @Test
    void aChangeOfPlanTakesTheUnusedTimeOfTheOldPeriodBack() throws Exception {
        String token = begun();
        PlanPeriod old = period(verify(token));
        String heir = google.plans().change(token, "large", MONTH / 4);
        NoticeReading told = read(google.tellPlan(4, heir));
        assertEquals(List.of("month 75000", "large 0"), states(told.periods()));
        assertEquals(List.of(), told.signals());
        assertEquals(
                old.purchase().purchaseId(), told.periods().get(0).purchase().purchaseId());
        assertEquals(old.subscriptionId(), told.periods().get(1).subscriptionId(), "it is one subscription");
        assertEquals(
                75_000,
                period(provider.lookup(old.purchase().purchaseId(), lent))
                        .purchase()
                        .revokedPer100000());
        NoticeReading late = read(google.tellPlan(13, token));
        assertEquals(List.of("month 75000"), states(late.periods()));
        assertEquals(List.of(), late.signals(), "the plan goes on");
        assertEquals(List.of("month 75000", "large 0"), states(provider.periods(old.subscriptionId(), lent)));
        String third = google.plans().change(heir, "month", MONTH / 2);
        assertEquals(
                old.subscriptionId(),
                period(verify(third)).subscriptionId(),
                "the id does not depend on what was seen");
        assertEquals(
                List.of("month 75000", "large 50000", "month 0"), states(provider.periods(old.subscriptionId(), lent)));
    }

    @Test
    void aChangeOfPlanThatIsSeenFirstFindsItsBeginning() throws Exception {
        String token = begun();
        String third = google.plans().change(google.plans().change(token, "large", MONTH / 4), "month", MONTH / 2);
        PlanPeriod newest = period(verify(third));
        assertEquals(Notes.id(token), newest.subscriptionId());
        assertEquals(List.of("month 75000", "large 50000", "month 0"), states(provider.periods(Notes.id(token), lent)));
    }

    private static List<String> states(List<PlanPeriod> periods) {
        return periods.stream()
                .map(PlanPeriod::purchase)
                .map(fact -> fact.productId() + " " + fact.revokedPer100000())
                .toList();
    }

    @Test
    void aBookedPeriodIsAcknowledged() throws Exception {
        assertTrue(provider.settled(period(verify(begun())).purchase(), lent));
        assertEquals(List.of("acknowledge {}"), google.told());
    }

    @Test
    void aRevokedSubscriptionIsTakenBackAndEnds() throws Exception {
        String token = begun();
        google.plans().end(token);
        NoticeReading reading = read(google.tellPlan(12, token));
        assertEquals(100_000, reading.periods().get(0).purchase().revokedPer100000());
        StoreSignal.PlanUntil word =
                assertInstanceOf(StoreSignal.PlanUntil.class, reading.signals().get(0));
        assertFalse(word.until().isAfter(Instant.now()));
        NoticeReading voided = read(google.push(
                "voidedPurchaseNotification",
                Map.of(
                        "purchaseToken",
                        token,
                        "productType",
                        1,
                        "orderId",
                        google.plans().newest(token))));
        assertEquals(100_000, voided.periods().get(0).purchase().revokedPer100000());
    }

    @Test
    void aPartGivenBackIsThatPart() throws Exception {
        String token = begun();
        Map<String, Object> half = Map.of("currencyCode", "USD", "units", "1", "nanos", 995_000_000);
        google.plans().twist(google.plans().newest(token), "state", "PARTIALLY_REFUNDED");
        google.plans()
                .twist(
                        google.plans().newest(token),
                        "orderHistory",
                        Map.of(
                                "partialRefundEvents",
                                List.of(
                                        Map.of(
                                                "state",
                                                "PROCESSED_SUCCESSFULLY",
                                                "refundDetails",
                                                Map.of("total", half)),
                                        Map.of("state", "PENDING", "refundDetails", Map.of("total", half)))));
        assertEquals(49_874, period(verify(token)).purchase().revokedPer100000()); // 199 of 399
    }

    @Test
    void graceLengthensPrivileges() throws Exception {
        String token = begun();
        Instant grace = Instant.now().plusSeconds(40 * 86_400);
        google.plans().twist(token, "subscriptionState", "SUBSCRIPTION_STATE_IN_GRACE_PERIOD");
        google.plans().until(token, grace);
        StoreSignal.PlanUntil word = assertInstanceOf(
                StoreSignal.PlanUntil.class,
                read(google.tellPlan(6, token)).signals().get(0));
        assertEquals(grace, word.until());
    }

    @Test
    void aTestSubscriptionIsSandboxAndUnpaid() throws Exception {
        String token = begun();
        google.plans().twist(token, "testPurchase", Map.of());
        PlanPeriod period = period(verify(token));
        assertEquals(
                "sandbox 0 XXX",
                period.purchase().environment() + " " + period.purchase().paidMinor() + " "
                        + period.purchase().currency());
    }

    @ParameterizedTest
    @CsvSource({"PENDING,Pending", "PENDING_PURCHASE_CANCELED,Rejected", "UNSPECIFIED,Unknown", "SOMETHING,Unknown"})
    void onlyWhatIsBoughtIsAPeriod(String state, String outcome) throws Exception {
        String token = begun();
        google.plans().twist(token, "subscriptionState", "SUBSCRIPTION_STATE_" + state);
        assertEquals(outcome, verify(token).getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({"PENDING,Pending", "CANCELED,Rejected", "STATE_UNSPECIFIED,Unknown"})
    void anOrderThatIsNotPaidIsNoPeriod(String state, String outcome) throws Exception {
        String token = begun();
        google.plans().twist(google.plans().newest(token), "state", state);
        assertEquals(outcome, verify(token).getClass().getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lineItems", "total"})
    void whatMakesNoSenseIsUnknownOrFree(String name) throws Exception {
        String token = begun();
        google.plans().twist(google.plans().newest(token), name, List.of());
        ProofOutcome outcome = verify(token);
        assertTrue(outcome instanceof ProofOutcome.Unknown
                || period(outcome).purchase().paidMinor() == 0);
    }

    @Test
    void severalProductsAreAlarmed() throws Exception {
        String token = begun();
        google.plans().twist(token, "lineItems", List.of(Map.of(), Map.of()));
        assertFalse(read(google.tellPlan(4, token)).recognised());
        assertEquals("Rejected", verify(token).getClass().getSimpleName());
        assertThrows(NoticeRefused.class, () -> read(google.push("subscriptionNotification", Map.of())));
    }

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SLOW", "DONE_SLOW"})
    void aTroubledApiIsUnknown(Troubles.Kind kind) throws Exception {
        String token = begun();
        String order = period(verify(token)).purchase().purchaseId();
        google.troubles().set(kind);
        assertInstanceOf(ProofOutcome.Unknown.class, verify(token));
        assertInstanceOf(ProofOutcome.Unknown.class, provider.lookup(order, lent));
    }
}
