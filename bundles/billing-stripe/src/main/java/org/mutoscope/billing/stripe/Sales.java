package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;

/**
 * How a sale stands now: the Checkout session, what was refunded of its payment, and who disputes it, all read from the API. The id of the
 * purchase is the payment's ({@code pi_...}), because refunds and disputes name that.
 */
final class Sales {
    /** Code of a sale that is good and cannot be booked. */
    static final String SEVERAL = "several_products";

    private static final int ALL = 100_000;
    private static final int MOST_PIECES = 999_999;
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration DAYS_LATER = Duration.ofHours(1);
    /** Stripe counts these in hundredths, though they have none (Stripe: Currencies, Special cases). */
    private static final Set<String> NO_HUNDREDTHS = Set.of("ISK", "UGX");

    private final StripeApi api;
    private final Clock clock;

    Sales(StripeApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
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
        return found.isObject()
                ? outcome(found)
                : unknownHere("No Checkout session of Stripe belongs to this payment.");
    }

    private static ProofOutcome unknownHere(String why) {
        return new ProofOutcome.Rejected("not_found", why);
    }

    private ProofOutcome outcome(JsonNode session) throws InterruptedException {
        if (!session.path("livemode").isBoolean()
                || session.path("livemode").asBoolean() != api.account().live()) {
            return new ProofOutcome.Rejected("wrong_environment", "A live sale and a test sale are not the same.");
        } else if (!session.path("mode").asText().equals("payment")) {
            return new ProofOutcome.Rejected(
                    "not_a_payment", "Only single payments count here, no subscriptions and no set-ups.");
        }
        String status = session.path("status").asText();
        String paid = session.path("payment_status").asText();
        if (paid.equals("paid") && several(session)) {
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
        JsonNode product = lines.path(0).path("price").path("product");
        String currency = session.path("currency").asText().toUpperCase(Locale.ROOT);
        if (!currency.matches("[A-Z]{3}")) {
            throw new StoreSilent("Stripe names no currency");
        }
        long total = whole(session.path("amount_total"));
        return new PurchaseFact(
                id(payment.path("id"), "pi_"),
                api.account().environment(),
                id(product.isObject() ? product.path("id") : product, ""),
                quantity(lines.path(0)),
                account(session),
                NO_HUNDREDTHS.contains(currency) ? total / 100 : total,
                currency,
                revoked(payment),
                clock.instant());
    }

    /** Whom it names: the billing id that the shop gave to Checkout. */
    private static Optional<String> account(JsonNode session) {
        return Optional.ofNullable(session.path("client_reference_id").asText(null))
                .filter(name -> !name.isBlank());
    }

    private int revoked(JsonNode payment) throws InterruptedException {
        String id = id(payment.path("id"), "pi_");
        if (disputes(id).stream().anyMatch(Sales::lost)) {
            return ALL;
        }
        BigInteger back = BigInteger.ZERO;
        for (JsonNode refund : api.all("refunds", "payment_intent", id)) {
            if (refund.path("status").asText().equals("succeeded")) {
                back = back.add(BigInteger.valueOf(whole(refund.path("amount"))));
            }
        }
        long received = whole(payment.path("amount_received"));
        if (received == 0) {
            throw new StoreSilent("Stripe says that a sale is paid and that nothing was received");
        }
        // Rounded down, in the buyer's favour.
        return back.multiply(BigInteger.valueOf(ALL))
                .divide(BigInteger.valueOf(received))
                .min(BigInteger.valueOf(ALL))
                .intValueExact();
    }

    private List<JsonNode> disputes(String payment) throws InterruptedException {
        return api.all("disputes", "payment_intent", payment);
    }

    /** Whether the bank has the money back. */
    private static boolean lost(JsonNode dispute) {
        String status = dispute.path("status").asText();
        if (status.equals("lost")) {
            return true;
        }
        long moved = 0;
        for (JsonNode line : dispute.path("balance_transactions")) {
            moved += line.path("amount").asLong();
        }
        return moved < 0 && !status.equals("won") && !status.startsWith("warning_");
    }

    /** By when a dispute has to be answered whose money is still here. */
    Optional<Instant> disputed(String payment) throws InterruptedException {
        return disputes(payment).stream()
                .filter(d -> Set.of("needs_response", "under_review")
                        .contains(d.path("status").asText()))
                .filter(d -> !lost(d))
                .map(d -> d.path("evidence_details").path("due_by").asLong())
                .map(due ->
                        due > 0 ? Instant.ofEpochSecond(due) : clock.instant().plus(Duration.ofDays(7)))
                .findFirst();
    }

    private static int quantity(JsonNode line) {
        long quantity = whole(line.path("quantity"));
        if (quantity < 1 || quantity > MOST_PIECES) {
            throw new StoreSilent("Stripe names a quantity that is not from 1 to " + MOST_PIECES);
        }
        return (int) quantity;
    }

    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw new StoreSilent("Stripe names an amount or quantity that is no whole number");
        }
        return number.asLong();
    }

    private static String id(JsonNode id, String prefix) {
        if (!id.asText().matches(prefix + "[A-Za-z0-9_.-]{1,90}")) {
            throw new StoreSilent("Stripe names a payment or product in a way that makes no sense");
        }
        return id.asText();
    }
}
