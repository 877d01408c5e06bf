package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    private static final ProofOutcome NO_SUBSCRIPTION =
            new ProofOutcome.Rejected("no_subscription", "This invoice belongs to no subscription.");
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
        if (found.isEmpty()) {
            return new ProofOutcome.Rejected("not_found", "Stripe knows no such invoice.");
        }
        String subscription = found.get().path("subscription").asText();
        return subscription.startsWith("sub_") ? outcome(found.get(), changes(subscription)) : NO_SUBSCRIPTION;
    }

    private Changes changes(String subscription) throws InterruptedException {
        return new Changes(api.all("invoices", "subscription", subscription));
    }

    /** All paid periods, oldest first. */
    List<PlanPeriod> ofSubscription(String subscription) throws InterruptedException {
        return ofSubscription(changes(subscription));
    }

    private List<PlanPeriod> ofSubscription(Changes all) throws InterruptedException {
        List<PlanPeriod> periods = new ArrayList<>();
        for (JsonNode listed : all.invoices()) {
            // Each anew, with its payment: a list does not tell what became of that.
            Optional<JsonNode> invoice =
                    api.get("invoices/" + Fields.id(listed.path("id"), "in_"), "expand[]", "payment_intent");
            if (invoice.isPresent() && outcome(invoice.get(), all) instanceof ProofOutcome.VerifiedPeriod paid) {
                periods.add(paid.period());
            }
        }
        periods.sort(Comparator.comparing(PlanPeriod::startsAt));
        return periods;
    }

    /** The periods that this one cut short, as they stand now. */
    List<PlanPeriod> cutBy(PlanPeriod period) throws InterruptedException {
        Changes all = changes(period.subscriptionId());
        Instant begun = period.startsAt();
        return all.begun(begun)
                ? ofSubscription(all).stream()
                        .filter(p ->
                                p.startsAt().isBefore(begun) && p.expiresAt().isAfter(begun))
                        .toList()
                : List.of();
    }

    private ProofOutcome outcome(JsonNode invoice, Changes changes) throws InterruptedException {
        if (!invoice.path("livemode").isBoolean()
                || invoice.path("livemode").asBoolean() != api.account().live()) {
            return new ProofOutcome.Rejected("wrong_environment", "A live sale and a test sale are not the same.");
        }
        return switch (invoice.path("status").asText()) {
            case "paid" -> paid(invoice, changes);
            case "draft", "open" -> new ProofOutcome.Pending(LATER);
            case "void", "uncollectible" -> new ProofOutcome.Rejected("payment_failed", "This period was not paid.");
            default -> throw new StoreSilent("Stripe says neither that an invoice is paid nor that it is not");
        };
    }

    private ProofOutcome paid(JsonNode invoice, Changes changes) throws InterruptedException {
        if (Fields.whole(invoice.path("amount_paid")) == 0) {
            return new ProofOutcome.Rejected("nothing_paid", "Nothing was paid for this period.");
        }
        List<JsonNode> lines = Changes.own(invoice);
        if (lines.size() > 1 || invoice.path("lines").path("has_more").asBoolean()) {
            return new ProofOutcome.Rejected(
                    Sales.SEVERAL,
                    "A subscription is of one product here, and this one has several. Ask the operator.");
        } else if (lines.isEmpty()) {
            return new ProofOutcome.Rejected(
                    PRORATED,
                    "This invoice settles a change in the middle of a period, which is no period of its own.");
        }
        return new ProofOutcome.VerifiedPeriod(period(invoice, lines.get(0), changes));
    }

    private PlanPeriod period(JsonNode invoice, JsonNode line, Changes changes) throws InterruptedException {
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
                Math.max(new TakenBack(api, clock).of(payment), changes.unused(from, until)),
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
