package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;

/**
 * Subscriptions as they stand now. Each order is a paid period and says from when to when; its number is the purchase's id. The subscription
 * itself says whom it names, which order is its newest, and until when its privileges stand.
 */
final class Subscribed {
    private static final Duration PENDING = Duration.ofMinutes(5);
    private static final String ORDER = "GPA\\.[0-9.-]{1,90}";

    private final PlayApi api;
    private final Notes notes;
    private final Chain chain;
    private final Instant now;

    Subscribed(PlayApi api, Notes notes, Instant now) {
        this.api = api;
        this.notes = notes;
        this.chain = new Chain(api, notes);
        this.now = now;
    }

    /**
     * What is known of one.
     *
     * @param words how long its privileges stand, if not to the end of its newest period
     * @param replaced the token whose place it took
     */
    record Standing(ProofOutcome newest, List<StoreSignal> words, Optional<String> replaced) {}

    static boolean isOrder(String id) {
        return id.matches(ORDER);
    }

    /** @param token of the subscription, equal in all its periods */
    Standing of(String token) throws InterruptedException {
        Optional<JsonNode> found = api.subscription(token);
        if (found.isEmpty()) {
            return none("not_found", "Google Play knows no such purchase of this app.");
        }
        String state = found.get().path("subscriptionState").asText().replace("SUBSCRIPTION_STATE_", "");
        return switch (state) {
            case "PENDING" -> new Standing(new ProofOutcome.Pending(PENDING), List.of(), Optional.empty());
            case "PENDING_PURCHASE_CANCELED" -> none("payment_failed", "The payment failed.");
            case "ACTIVE", "CANCELED", "IN_GRACE_PERIOD", "ON_HOLD", "PAUSED", "EXPIRED" -> standing(
                    token, found.get());
            default -> throw new StoreSilent("Google says of a subscription nothing that is known here");
        };
    }

    private static Standing none(String code, String message) {
        return new Standing(new ProofOutcome.Rejected(code, message), List.of(), Optional.empty());
    }

    private Standing standing(String token, JsonNode subscription) throws InterruptedException {
        if (subscription.path("lineItems").size() != 1) {
            return none(
                    "several_products", "A subscription is of one product here, and this is not. Ask the operator.");
        }
        JsonNode line = subscription.path("lineItems").path(0);
        Instant until = moment(line.path("expiryTime"));
        ProofOutcome newest = subscription.hasNonNull("testPurchase")
                ? test(token, subscription, until)
                : order(
                        line.path("latestSuccessfulOrderId")
                                .asText(subscription.path("latestOrderId").asText()),
                        token,
                        subscription);
        boolean differs = newest instanceof ProofOutcome.VerifiedPeriod paid
                && !paid.period().expiresAt().equals(until)
                && !Chain.replaced(subscription); // the plan goes on with the next token
        String environment = subscription.hasNonNull("testPurchase") ? "sandbox" : "production";
        return new Standing(
                newest,
                differs
                        ? List.of(new StoreSignal.PlanUntil(chain.id(token, subscription), environment, now, until))
                        : List.of(),
                Chain.before(subscription));
    }

    /** The newest period of each token of a subscription, oldest first. */
    List<PlanPeriod> periods(String id) throws InterruptedException {
        List<PlanPeriod> periods = new ArrayList<>();
        for (String token : chain.tokens(id)) {
            if (of(token).newest() instanceof ProofOutcome.VerifiedPeriod paid) {
                periods.add(paid.period());
            }
        }
        return periods;
    }

    /** One period. @param order its number */
    ProofOutcome ofOrder(String order) throws InterruptedException {
        Optional<String> token = api.order(order)
                .map(found -> found.path("purchaseToken").asText())
                .filter(GooglePlayProvider::isToken);
        Optional<JsonNode> subscription = token.isPresent() ? api.subscription(token.get()) : Optional.empty();
        return subscription.isPresent()
                ? order(order, token.get(), subscription.get())
                : new ProofOutcome.Rejected("not_found", "Google Play knows no subscription with this order.");
    }

    private ProofOutcome order(String id, String token, JsonNode subscription) throws InterruptedException {
        if (!isOrder(id)) {
            throw new StoreSilent("Google names no order of a subscription");
        }
        JsonNode order =
                api.order(id).orElseThrow(() -> new StoreSilent("Google does not know an order that it named"));
        return switch (order.path("state").asText()) {
            case "PENDING" -> new ProofOutcome.Pending(PENDING);
            case "CANCELED" -> new ProofOutcome.Rejected("payment_failed", "This period was not paid.");
            case "PROCESSED", "PENDING_REFUND", "PARTIALLY_REFUNDED", "REFUNDED" -> verified(
                    token, subscription, order);
            default -> throw new StoreSilent("Google says of an order nothing that is known here");
        };
    }

    private ProofOutcome verified(String token, JsonNode subscription, JsonNode order) throws InterruptedException {
        JsonNode line = order.path("lineItems").path(0);
        JsonNode details = line.path("subscriptionDetails");
        Instant from = moment(details.path("servicePeriodStartTime"));
        Instant until = moment(details.path("servicePeriodEndTime"));
        if (!until.isAfter(from)) {
            throw new StoreSilent("Google names a period that does not end after it starts");
        }
        Price price = Price.of(order.path("total"));
        int revoked = Math.max(revoked(order), unused(subscription, from, until));
        PurchaseFact fact =
                fact(order.path("orderId").asText(), line.path("productId").asText(), subscription, price, revoked);
        notes.keep(token);
        notes.keep(fact.purchaseId(), token);
        return period(fact, chain.id(token, subscription), from, until);
    }

    /** Part of a period's time that a change of plan left, of 100,000, rounded down: Google credits it to the new plan. */
    private static int unused(JsonNode subscription, Instant from, Instant until) {
        if (!Chain.replaced(subscription)) {
            return 0;
        }
        Instant end = moment(subscription.path("lineItems").path(0).path("expiryTime"));
        if (end.isBefore(from) || end.isAfter(until)) {
            return 0; // another period's
        }
        long whole = Duration.between(from, until).toMillis();
        return Math.toIntExact(Math.multiplyExact(Duration.between(end, until).toMillis(), Sales.ALL) / whole);
    }

    /** Test purchases have no order that counts; their periods give no plan. */
    private ProofOutcome test(String token, JsonNode subscription, Instant until) throws InterruptedException {
        JsonNode line = subscription.path("lineItems").path(0);
        Instant from = moment(subscription.path("startTime"));
        String id = "test." + Notes.hash(token + until).substring(0, 60);
        PurchaseFact fact = fact(id, line.path("productId").asText(), subscription, Price.NONE, 0);
        return period(fact, chain.id(token, subscription), from, until);
    }

    private static ProofOutcome period(PurchaseFact fact, String subscription, Instant from, Instant until) {
        if (!until.isAfter(from)) {
            throw new StoreSilent("Google names a period that does not end after it starts");
        }
        return new ProofOutcome.VerifiedPeriod(new PlanPeriod(fact, subscription, from, until));
    }

    private PurchaseFact fact(String id, String product, JsonNode subscription, Price price, int revoked) {
        if (!product.matches("[A-Za-z0-9_.-]{1,96}")) {
            throw new StoreSilent("Google names a product that makes no sense");
        }
        Optional<String> account = Optional.ofNullable(subscription
                        .path("externalAccountIdentifiers")
                        .path("obfuscatedExternalAccountId")
                        .asText(null))
                .filter(name -> !name.isBlank());
        String environment = subscription.hasNonNull("testPurchase") ? "sandbox" : "production";
        return new PurchaseFact(id, environment, product, 1, account, price.minor(), price.currency(), revoked, now);
    }

    /** Rounded down, in the buyer's favour. */
    private static int revoked(JsonNode order) {
        if (order.path("state").asText().equals("REFUNDED")) {
            return Sales.ALL;
        }
        BigInteger back = BigInteger.ZERO;
        for (JsonNode event : order.path("orderHistory").path("partialRefundEvents")) {
            if (event.path("state").asText().equals("PROCESSED_SUCCESSFULLY")) {
                Price part = Price.of(event.path("refundDetails").path("total"));
                back = back.add(BigInteger.valueOf(part.minor()));
            }
        }
        long paid = Price.of(order.path("total")).minor();
        return paid == 0
                ? 0
                : back.multiply(BigInteger.valueOf(Sales.ALL))
                        .divide(BigInteger.valueOf(paid))
                        .min(BigInteger.valueOf(Sales.ALL))
                        .intValueExact();
    }

    private static Instant moment(JsonNode text) {
        try {
            return Instant.parse(text.asText());
        } catch (DateTimeParseException e) {
            throw new StoreSilent("Google names a moment that makes no sense");
        }
    }
}
