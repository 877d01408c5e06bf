package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;

/**
 * Subscriptions: each paid invoice is a period, and its id is the payment's, because refunds and disputes name that. Invoices name no buyer;
 * the Checkout session that began the subscription does.
 */
final class Invoices {
    /** Code of an invoice that settles a change in the middle of a period. */
    static final String PRORATED = "prorated";

    private static final Duration LATER = Duration.ofHours(1);

    private final StripeApi api;
    private final Clock clock;

    Invoices(StripeApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** @param invoice its id, {@code in_...} */
    ProofOutcome of(String invoice) throws InterruptedException {
        Optional<JsonNode> found = api.get("invoices/" + invoice, "expand[]", "payment_intent");
        return found.isPresent()
                ? outcome(found.get())
                : new ProofOutcome.Rejected("not_found", "Stripe knows no such invoice.");
    }

    /** All paid periods, oldest first. */
    List<PlanPeriod> ofSubscription(String subscription) throws InterruptedException {
        List<PlanPeriod> periods = new ArrayList<>();
        for (JsonNode invoice : api.all("invoices", "subscription", subscription)) {
            // Each anew, with its payment: a list does not tell what became of that.
            if (of(Fields.id(invoice.path("id"), "in_")) instanceof ProofOutcome.VerifiedPeriod paid) {
                periods.add(0, paid.period());
            }
        }
        return periods;
    }

    private ProofOutcome outcome(JsonNode invoice) throws InterruptedException {
        if (!invoice.path("livemode").isBoolean()
                || invoice.path("livemode").asBoolean() != api.account().live()) {
            return new ProofOutcome.Rejected("wrong_environment", "A live sale and a test sale are not the same.");
        } else if (!invoice.path("subscription").asText().startsWith("sub_")) {
            return new ProofOutcome.Rejected("no_subscription", "This invoice belongs to no subscription.");
        }
        return switch (invoice.path("status").asText()) {
            case "paid" -> paid(invoice);
            case "draft", "open" -> new ProofOutcome.Pending(LATER);
            case "void", "uncollectible" -> new ProofOutcome.Rejected("payment_failed", "This period was not paid.");
            default -> throw new StoreSilent("Stripe says neither that an invoice is paid nor that it is not");
        };
    }

    private ProofOutcome paid(JsonNode invoice) throws InterruptedException {
        if (Fields.whole(invoice.path("amount_paid")) == 0) {
            return new ProofOutcome.Rejected("nothing_paid", "Nothing was paid for this period.");
        }
        JsonNode all = invoice.path("lines").path("data");
        List<JsonNode> lines = StreamSupport.stream(all.spliterator(), false)
                .filter(line -> !line.path("proration").asBoolean())
                .toList();
        if (lines.size() > 1 || invoice.path("lines").path("has_more").asBoolean()) {
            return new ProofOutcome.Rejected(
                    Sales.SEVERAL,
                    "A subscription is of one product here, and this one has several. Ask the operator.");
        } else if (lines.isEmpty()) {
            return new ProofOutcome.Rejected(
                    PRORATED,
                    "This invoice settles a change in the middle of a period, which is no period of its own.");
        }
        return new ProofOutcome.VerifiedPeriod(period(invoice, lines.get(0)));
    }

    private PlanPeriod period(JsonNode invoice, JsonNode line) throws InterruptedException {
        JsonNode payment = invoice.path("payment_intent");
        String subscription = Fields.id(invoice.path("subscription"), "sub_");
        String currency = Fields.currency(invoice);
        Instant from = Fields.moment(line.path("period").path("start"));
        Instant until = Fields.moment(line.path("period").path("end"));
        if (!until.isAfter(from)) {
            throw new StoreSilent("Stripe names a period that does not end after it starts");
        }
        PurchaseFact fact = new PurchaseFact(
                Fields.id(payment.path("id"), "pi_"),
                api.account().environment(),
                Fields.product(line),
                Fields.quantity(line),
                buyer(subscription),
                Fields.minor(invoice.path("amount_paid"), currency),
                currency,
                new TakenBack(api, clock).of(payment),
                clock.instant());
        return new PlanPeriod(fact, subscription, from, until);
    }

    private Optional<String> buyer(String subscription) throws InterruptedException {
        JsonNode sessions = api.get("checkout/sessions", "subscription", subscription, "limit", "1")
                .orElseThrow(() -> new StoreSilent("Stripe has no list of Checkout sessions"));
        return Sales.account(sessions.path("data").path(0));
    }

    /** What is to be said of a subscription besides its paid periods: that it is over. */
    List<StoreSignal> word(String subscription) throws InterruptedException {
        Optional<JsonNode> found = api.get("subscriptions/" + subscription);
        if (found.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        String environment = api.account().environment();
        return switch (found.get().path("status").asText()) {
            case "canceled" -> List.of(new StoreSignal.PlanUntil(
                    subscription, environment, now, Fields.moment(found.get().path("ended_at"))));
            case "unpaid", "incomplete_expired" -> List.of(
                    new StoreSignal.PlanUntil(subscription, environment, now, now));
            default -> List.of(); // a period that was paid stands to its end
        };
    }
}
