package org.mutoscope.payout.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.revenue.PayoutProvider;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.mutoscope.api.revenue.PayoutProvider.PayoutRequest;

/**
 * Transfers from the platform's balance to holders' connected accounts (Stripe: Create separate charges and transfers). The host's key is
 * Stripe's idempotency key and the transfer group; because Stripe forgets keys after a day, the group is looked for first.
 */
final class Transfers {
    /** Stripe counts these in hundredths, though they have none (Stripe: Currencies, Special cases). */
    private static final Set<String> NO_HUNDREDTHS = Set.of("ISK", "UGX");

    private static final Map<String, String> SENTENCES = Map.of(
            "balance_insufficient", "The operator's balance at Stripe does not cover it now; it is tried again.",
            "insufficient_funds", "The operator's balance at Stripe does not cover it now; it is tried again.",
            "account_invalid", "Stripe knows no such account. Register where to be paid anew.",
            "resource_missing", "Stripe knows no such account. Register where to be paid anew.",
            "insufficient_capabilities_for_transfer",
                    "This account at Stripe may not be paid yet. Finish what Stripe asks for, behind the link.",
            "transfers_not_allowed", "Stripe allows no transfer to this account.");

    private final StripeApi api;

    Transfers(StripeApi api) {
        this.api = api;
    }

    /** What Stripe counts in. */
    static long stripes(long minor, String currency) {
        return NO_HUNDREDTHS.contains(currency) ? Math.multiplyExact(minor, 100L) : minor;
    }

    PayoutOutcome send(PayoutRequest request) throws InterruptedException {
        Optional<JsonNode> before = find(request.idempotencyKey());
        if (before.isPresent()) {
            return checked(request, before.get());
        }
        StripeApi.Answer answer = api.post(
                "transfers",
                request.idempotencyKey(),
                "amount",
                Long.toString(stripes(request.minor(), request.currency())),
                "currency",
                request.currency().toLowerCase(Locale.ROOT),
                "destination",
                request.destination(),
                "transfer_group",
                request.idempotencyKey(),
                "metadata[mutoscope_payout]",
                request.idempotencyKey());
        return answer.good() ? checked(request, answer.body()) : refused(answer);
    }

    private static PayoutOutcome refused(StripeApi.Answer answer) {
        String code = answer.code();
        if (answer.type().equals("idempotency_error")) {
            return new PayoutOutcome.Unknown("Stripe has seen this key with other values");
        } else if (answer.status() == 401 || answer.status() == 403) {
            return new PayoutOutcome.Returned(
                    "key_refused", "Stripe refuses the operator's key for transfers (HTTP " + answer.status() + ").");
        }
        return new PayoutOutcome.Returned(code, SENTENCES.getOrDefault(code, "Stripe refused it: " + code + "."));
    }

    private static PayoutOutcome checked(PayoutRequest request, JsonNode transfer) {
        boolean same = transfer.path("amount").asLong(-1) == stripes(request.minor(), request.currency())
                && transfer.path("currency").asText().equalsIgnoreCase(request.currency())
                && transfer.path("destination").asText().equals(request.destination());
        return same
                ? outcome(transfer)
                : new PayoutOutcome.Unknown("Stripe has a transfer with this key, and it pays something else");
    }

    /** What became of a transfer: it is in the holder's balance at Stripe at once. */
    private static PayoutOutcome outcome(JsonNode transfer) {
        String id = transfer.path("id").asText();
        if (!id.matches("tr_[A-Za-z0-9_]{1,90}")) {
            throw new StripeSilent("Stripe named a transfer in a way that makes no sense");
        }
        long back = transfer.path("amount_reversed").asLong();
        if (transfer.path("reversed").asBoolean()
                || back > 0 && back >= transfer.path("amount").asLong()) {
            return new PayoutOutcome.Returned("reversed", "It was taken back at Stripe.");
        }
        return back > 0
                ? new PayoutOutcome.Unknown("a part of " + id + " was taken back at Stripe: settle that by hand")
                : new PayoutOutcome.Sent(id, true);
    }

    PayoutOutcome lookup(String key) throws InterruptedException {
        return find(key)
                .map(Transfers::outcome)
                .orElseGet(() -> new PayoutOutcome.Returned(PayoutProvider.NOT_FOUND, "Stripe has no such transfer."));
    }

    private Optional<JsonNode> find(String key) throws InterruptedException {
        StripeApi.Answer list = api.get("transfers", "transfer_group", key, "limit", "2");
        JsonNode data = list.body().path("data");
        if (!list.good() || !data.isArray()) {
            throw new StripeSilent("Stripe gives no list of transfers (HTTP " + list.status() + " " + list.code()
                    + "): may the key read them?");
        } else if (data.size() > 1) {
            throw new StripeSilent("Stripe has several transfers of one group, which are not all from here");
        }
        return Optional.ofNullable(data.get(0));
    }

    /** Takes back the whole; Stripe does that while the holder's balance covers it. */
    PayoutOutcome reverse(String key) throws InterruptedException {
        Optional<JsonNode> found = find(key);
        if (found.isEmpty() || !(outcome(found.get()) instanceof PayoutOutcome.Sent sent)) {
            return lookup(key);
        }
        StripeApi.Answer answer = api.post("transfers/" + sent.reference() + "/reversals", key + "-back");
        return answer.good() ? new PayoutOutcome.Returned("reversed", "It was taken back at Stripe.") : sent;
    }
}
