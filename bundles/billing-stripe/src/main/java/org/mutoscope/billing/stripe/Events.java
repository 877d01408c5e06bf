package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;

/** What follows from an event. Of the event only its type and the id in it are used; the rest is read from the API as it is now. */
final class Events {
    /** Types that something may follow from; a webhook endpoint wants these. */
    static final List<String> WANTED = List.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
            "checkout.session.expired",
            "invoice.paid",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "charge.refunded",
            "charge.refund.updated",
            "refund.created",
            "refund.updated",
            "refund.failed",
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.funds_reinstated",
            "radar.early_fraud_warning.created",
            "radar.early_fraud_warning.updated");

    /** Steps on the way of a payment; its Checkout session or its invoice tells the end. */
    private static final Set<String> PASSING =
            Set.of("payment_intent", "charge", "payment_method", "customer", "balance", "invoice", "invoiceitem");
    /** Money came and nothing can be booked: the operator has to know. */
    private static final Set<String> ALARMING = Set.of(Sales.SEVERAL, Invoices.PRORATED);

    private static final Duration REVIEW = Duration.ofDays(30);
    private static final String ID = "[A-Za-z0-9_]{1,90}";

    private final StripeApi api;
    private final Sales sales;
    private final Invoices invoices;
    private final Clock clock;

    Events(StripeApi api, Clock clock) {
        this.api = api;
        this.sales = new Sales(api, clock);
        this.invoices = new Invoices(api, clock);
        this.clock = clock;
    }

    /** @throws NoticeRefused if it is no event of this account's world */
    NoticeReading read(JsonNode event) throws NoticeRefused, InterruptedException {
        String id = event.path("id").asText();
        String type = event.path("type").asText();
        if (!event.path("object").asText().equals("event")
                || !id.matches("evt_" + ID)
                || !type.matches("[a-z0-9_.]{1,100}")) {
            throw new NoticeRefused("the notice is no event of Stripe's API");
        }
        if (!event.path("livemode").isBoolean()
                || event.path("livemode").asBoolean() != api.account().live()) {
            throw new NoticeRefused("a test event came with a live signature, or the reverse");
        }
        String name = type.length() > 48 ? type.substring(0, 48) : type;
        if (!WANTED.contains(type)) {
            boolean passing =
                    PASSING.contains(type.split("\\.")[0]) && !type.contains("dispute") && !type.contains("refund");
            return new NoticeReading(id, name, passing, List.of(), List.of(), List.of());
        }
        JsonNode object = event.path("data").path("object");
        return switch (type.split("\\.")[0]) {
            case "checkout" -> told(id, name, sales.ofSession(named(object, "cs_")));
            case "invoice" -> invoice(id, name, invoices.of(named(object, "in_")));
            case "customer" -> new NoticeReading(
                    id, name, true, List.of(), List.of(), invoices.word(named(object, "sub_")));
            default -> payment(id, name, object);
        };
    }

    private static String named(JsonNode object, String prefix) throws NoticeRefused {
        String name = object.path("id").asText();
        if (!name.matches(prefix + ID)) {
            throw new NoticeRefused("the event names no object of its type");
        }
        return name;
    }

    /** A change of plan ends the period before, and nothing else tells of that. */
    private NoticeReading invoice(String id, String type, ProofOutcome outcome) throws InterruptedException {
        NoticeReading told = told(id, type, outcome);
        List<PlanPeriod> periods = new ArrayList<>();
        for (PlanPeriod paid : told.periods()) {
            periods.addAll(invoices.cutBy(paid));
            periods.add(paid);
        }
        return new NoticeReading(id, type, told.recognised(), told.purchases(), periods, told.signals());
    }

    private static NoticeReading told(String id, String type, ProofOutcome outcome) {
        boolean clear = !(outcome instanceof ProofOutcome.Rejected rejected && ALARMING.contains(rejected.code()));
        return new NoticeReading(id, type, clear, facts(outcome), periods(outcome), List.of());
    }

    private static List<PurchaseFact> facts(ProofOutcome outcome) {
        return outcome instanceof ProofOutcome.Verified verified ? List.of(verified.fact()) : List.of();
    }

    private static List<PlanPeriod> periods(ProofOutcome outcome) {
        return outcome instanceof ProofOutcome.VerifiedPeriod verified ? List.of(verified.period()) : List.of();
    }

    private NoticeReading payment(String id, String type, JsonNode object) throws InterruptedException {
        String payment = object.path("payment_intent").asText();
        ProofOutcome outcome = payment.matches("pi_" + ID) ? sales.ofPayment(payment) : null;
        if (outcome instanceof ProofOutcome.VerifiedPeriod) {
            return told(id, type, outcome); // a plan's lot is taken back, never frozen
        } else if (!(outcome instanceof ProofOutcome.Verified)) { // money of something else than Checkout
            return NoticeReading.of(id, type, List.of());
        }
        List<PurchaseFact> facts = facts(outcome);
        List<StoreSignal> signals = List.of();
        if (type.startsWith("radar.")) {
            boolean review = object.path("actionable").asBoolean();
            signals =
                    List.of(signal(payment, review ? Optional.of(clock.instant().plus(REVIEW)) : Optional.empty()));
        } else if (type.startsWith("charge.dispute.") && facts.get(0).revokedPer100000() < 100_000) {
            signals = List.of(signal(payment, new TakenBack(api, clock).disputed(payment)));
        }
        return new NoticeReading(id, type, true, facts, List.of(), signals);
    }

    /** Freeze, or the end of it. */
    private StoreSignal signal(String payment, Optional<Instant> answerBy) {
        String environment = api.account().environment();
        Instant now = clock.instant();
        return answerBy.isPresent()
                ? new StoreSignal.RefundAsked(payment, environment, now, answerBy.get())
                : new StoreSignal.RefundDeclined(payment, environment, now);
    }
}
