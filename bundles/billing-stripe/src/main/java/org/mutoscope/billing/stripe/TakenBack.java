package org.mutoscope.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How much of a payment was taken back, by refunds that succeeded and by disputes, read from the API. */
final class TakenBack {
    private static final int ALL = 100_000;

    private final StripeApi api;
    private final Clock clock;

    TakenBack(StripeApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** @param payment a PaymentIntent @return of 100,000 */
    int of(JsonNode payment) throws InterruptedException {
        String id = Fields.id(payment.path("id"), "pi_");
        if (disputes(id).stream().anyMatch(TakenBack::lost)) {
            return ALL;
        }
        BigInteger back = BigInteger.ZERO;
        for (JsonNode refund : api.all("refunds", "payment_intent", id)) {
            if (refund.path("status").asText().equals("succeeded")) {
                back = back.add(BigInteger.valueOf(Fields.whole(refund.path("amount"))));
            }
        }
        long received = Fields.whole(payment.path("amount_received"));
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
}
