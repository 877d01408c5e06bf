package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;

/**
 * How a sale stands now: the Checkout session, what was refunded of its payment, and who disputes it, all read from the API. The id of the
 * purchase is the payment's ({@code pi_...}), because refunds and disputes name that. What a subscription sells, its {@link Invoices} tell.
 */
final class Sales {
    /** Code of a sale that is good and cannot be booked. */
    static final String SEVERAL = "several_products";

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration DAYS_LATER = Duration.ofHours(1);

    private final StripeApi api;
    private final Clock clock;
    private final Invoices invoices;

    Sales(StripeApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
        this.invoices = new Invoices(api, clock);
    }

    /** @param session id of a Checkout session, {@code cs_...} */
    ProofOutcome ofSession(String session) throws InterruptedException {
        Optional<JsonNode> found =
                api.get("checkout/sessions/" + session, "expand[]", "line_items", "expand[]", "payment_intent");
        return found.isPresent() ? outcome(found.get()) : unknownHere("Stripe knows no such Checkout session.");
    }

    /** @param payment id of a payment, {@code pi_...} */
    ProofOutcome ofPayment(String payment) throws InterruptedException {
        JsonNode list = api.get(
                        "checkout/sessions",
                        "payment_intent",
                        payment,
                        "limit",
                        "1",
                        "expand[]",
                        "data.line_items",
                        "expand[]",
                        "data.payment_intent")
                .orElseThrow(() -> new StoreSilent("Stripe has no list of Checkout sessions"));
        JsonNode found = list.path("data").path(0);
        return found.isObject() ? outcome(found) : ofInvoicePayment(payment);
    }

    /** Payments of subscriptions belong to an invoice. */
    private ProofOutcome ofInvoicePayment(String payment) throws InterruptedException {
        String invoice = api.get("payment_intents/" + payment)
                .map(found -> found.path("invoice").asText())
                .orElse("");
        return invoice.startsWith("in_")
                ? invoices.of(Fields.id(TextNode.valueOf(invoice), "in_"))
                : unknownHere("No Checkout session of Stripe belongs to this payment.");
    }

    private static ProofOutcome unknownHere(String why) {
        return new ProofOutcome.Rejected("not_found", why);
    }

    private ProofOutcome outcome(JsonNode session) throws InterruptedException {
        if (!session.path("livemode").isBoolean()
                || session.path("livemode").asBoolean() != api.account().live()) {
            return new ProofOutcome.Rejected("wrong_environment", "A live sale and a test sale are not the same.");
        }
        String mode = session.path("mode").asText();
        if (!mode.equals("payment") && !mode.equals("subscription")) {
            return new ProofOutcome.Rejected(
                    "not_a_payment",
                    "This Checkout session takes no money (its mode is neither payment nor subscription); buy a pack or a plan.");
        }
        String status = session.path("status").asText();
        String paid = session.path("payment_status").asText();
        if (paid.equals("paid") && mode.equals("subscription")) {
            return invoices.of(Fields.id(session.path("invoice"), "in_"));
        } else if (paid.equals("paid") && several(session)) {
            return new ProofOutcome.Rejected(
                    SEVERAL, "A Checkout session sells one product here, and this one sold several. Ask the operator.");
        } else if (paid.equals("paid")) {
            return new ProofOutcome.Verified(fact(session));
        } else if (paid.equals("no_payment_required")) {
            return new ProofOutcome.Rejected("nothing_paid", "Nothing was paid in this Checkout session.");
        } else if (status.equals("expired")) {
            return new ProofOutcome.Rejected("expired", "This Checkout session ended without a payment.");
        } else if (status.equals("open")) {
            return new ProofOutcome.Pending(SOON);
        } else if (Set.of("requires_payment_method", "canceled")
                .contains(session.path("payment_intent").path("status").asText())) {
            return new ProofOutcome.Rejected("payment_failed", "The payment failed.");
        }
        return new ProofOutcome.Pending(DAYS_LATER); // a bank that takes days
    }

    private static boolean several(JsonNode session) {
        JsonNode lines = session.path("line_items");
        return lines.path("data").size() > 1 || lines.path("has_more").asBoolean();
    }

    private PurchaseFact fact(JsonNode session) throws InterruptedException {
        JsonNode payment = session.path("payment_intent");
        JsonNode lines = session.path("line_items").path("data");
        String currency = Fields.currency(session);
        return new PurchaseFact(
                Fields.id(payment.path("id"), "pi_"),
                api.account().environment(),
                Fields.product(lines.path(0)),
                Fields.quantity(lines.path(0)),
                account(session),
                Fields.minor(session.path("amount_total"), currency),
                currency,
                new TakenBack(api, clock).of(payment),
                clock.instant());
    }

    /** Whom it names: the billing id that the shop gave to Checkout. */
    static Optional<String> account(JsonNode session) {
        return Optional.ofNullable(session.path("client_reference_id").asText(null))
                .filter(name -> !name.isBlank());
    }
}
