package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;

/** How a purchase stands now, read from the API by its token. */
final class Sales {
    static final int ALL = 100_000;
    private static final int MOST_PIECES = 999_999;
    private static final Duration PENDING = Duration.ofMinutes(5);

    private final PlayApi api;
    private final Notes notes;
    private final Instant now;

    Sales(PlayApi api, Notes notes, Instant now) {
        this.api = api;
        this.notes = notes;
        this.now = now;
    }

    ProofOutcome of(String token) throws InterruptedException {
        Optional<JsonNode> found = api.purchase(token);
        if (found.isEmpty()) {
            return new ProofOutcome.Rejected("not_found", "Google Play knows no such purchase of this app.");
        }
        JsonNode purchase = found.get();
        String state =
                purchase.path("purchaseStateContext").path("purchaseState").asText();
        if (state.equals("PENDING")) {
            return new ProofOutcome.Pending(PENDING);
        } else if (!state.equals("PURCHASED") && !state.equals("CANCELLED")) {
            throw new StoreSilent(
                    "Google says of a purchase neither that it is purchased nor that it is pending or cancelled");
        } else if (purchase.path("productLineItem").size() != 1) {
            return new ProofOutcome.Rejected(
                    "several_products", "A purchase is of one product here, and this is not. Ask the operator.");
        }
        PurchaseFact fact = fact(token, purchase, state.equals("CANCELLED"));
        notes.keep(token);
        return new ProofOutcome.Verified(fact);
    }

    private PurchaseFact fact(String token, JsonNode purchase, boolean cancelled) throws InterruptedException {
        JsonNode line = purchase.path("productLineItem").path(0);
        JsonNode offer = line.path("productOfferDetails");
        boolean test = purchase.hasNonNull("testPurchaseContext");
        long quantity = whole(offer.path("quantity"), 1);
        // Left out when nothing was refunded; when all is, the purchase is cancelled.
        long left = whole(offer.path("refundableQuantity"), quantity);
        String product = line.path("productId").asText();
        if (quantity < 1 || quantity > MOST_PIECES || left > quantity || !product.matches("[A-Za-z0-9_.-]{1,96}")) {
            throw new StoreSilent("Google names a quantity or a product that makes no sense");
        }
        long gone = (quantity - left) * ALL / quantity; // rounded down, in the buyer's favour
        Price price = test ? Price.NONE : price(purchase.path("orderId").asText());
        return new PurchaseFact(
                Notes.id(token),
                test ? "sandbox" : "production",
                product,
                (int) quantity,
                Optional.ofNullable(purchase.path("obfuscatedExternalAccountId").asText(null))
                        .filter(name -> !name.isBlank()),
                price.minor(),
                price.currency(),
                cancelled ? ALL : (int) Math.max(gone, notes.voided(token)),
                now);
    }

    /** Promotions have no order; an account that may not see orders gets none. Neither stops a sale. */
    private Price price(String orderId) throws InterruptedException {
        try {
            return orderId.matches("[A-Za-z0-9.-]{1,96}")
                    ? api.order(orderId)
                            .map(order -> Price.of(order.path("total")))
                            .orElse(Price.NONE)
                    : Price.NONE;
        } catch (StoreSilent e) {
            if (e.status() == 403) {
                return Price.NONE;
            }
            throw e;
        }
    }

    /** @param usual if it is left out */
    static long whole(JsonNode number, long usual) {
        if (number.isMissingNode() || number.isNull()) {
            return usual;
        }
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw new StoreSilent("Google names a number that is no whole one");
        }
        return number.asLong();
    }
}
