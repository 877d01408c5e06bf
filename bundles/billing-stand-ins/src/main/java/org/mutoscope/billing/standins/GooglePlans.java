package org.mutoscope.billing.standins;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subscriptions of a paper Google Play and their orders, in the shapes of SubscriptionPurchaseV2 and Order. Guarded by its own lock. */
public final class GooglePlans {
    static final Map<String, Object> PRICE = Answer.map("currencyCode", "USD", "units", "3", "nanos", 990_000_000);

    private final Map<String, Map<String, Object>> subscriptions = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> orders = new LinkedHashMap<>();
    private final Map<String, Long> periods = new LinkedHashMap<>();

    GooglePlans() {}

    /** Begins one and pays its first period. @param account null for none @param seconds length of a period @return its token */
    public synchronized String subscribe(String product, String account, long seconds) {
        return begin(product, account, seconds, Instant.now());
    }

    private String begin(String product, String account, long seconds, Instant now) {
        String token = "paper-subscription-" + (subscriptions.size() + 1);
        Map<String, Object> line = Answer.map("productId", product, "expiryTime", now.toString());
        subscriptions.put(
                token,
                Answer.map(
                        "kind",
                        "androidpublisher#subscriptionPurchaseV2",
                        "subscriptionState",
                        "SUBSCRIPTION_STATE_ACTIVE",
                        "startTime",
                        now.toString(),
                        "externalAccountIdentifiers",
                        Answer.map("obfuscatedExternalAccountId", account),
                        "lineItems",
                        List.of(line)));
        periods.put(token, seconds);
        renew(token);
        return token;
    }

    /** Pays the next period. @return number of its order */
    public synchronized String renew(String token) {
        Map<String, Object> line = line(token);
        long before = orders.values().stream()
                .filter(order -> order.get("purchaseToken").equals(token))
                .count();
        String first = "GPA.1111-0000-0000-" + (subscriptions.size() + 10_000);
        String id = before == 0 ? first : (String) line.get("first") + ".." + (before - 1);
        line.putIfAbsent("first", first);
        Instant from = Instant.parse((String) line.get("expiryTime"));
        Instant until = from.plusSeconds(periods.get(token));
        line.put("expiryTime", until.toString());
        line.put("latestSuccessfulOrderId", id);
        Map<String, Object> details =
                Answer.map("servicePeriodStartTime", from.toString(), "servicePeriodEndTime", until.toString());
        orders.put(
                id,
                Answer.map(
                        "orderId",
                        id,
                        "purchaseToken",
                        token,
                        "state",
                        "PROCESSED",
                        "total",
                        PRICE,
                        "lineItems",
                        List.of(Answer.map("productId", line.get("productId"), "subscriptionDetails", details))));
        return id;
    }

    /** Changes to another product inside the newest period: a new token takes the old one's place. @param used seconds of the period that are over by then @return the new token */
    public synchronized String change(String token, String product, long used) {
        Map<String, Object> old = subscriptions.get(token);
        Instant at = Instant.parse((String) line(token).get("expiryTime")).plusSeconds(used - periods.get(token));
        until(token, at);
        old.put("subscriptionState", "SUBSCRIPTION_STATE_EXPIRED");
        old.put("canceledStateContext", Answer.map("replacementCancellation", Answer.map()));
        Object account = ((Map<?, ?>) old.get("externalAccountIdentifiers")).get("obfuscatedExternalAccountId");
        String heir = begin(product, (String) account, periods.get(token), at);
        subscriptions.get(heir).put("linkedPurchaseToken", token);
        return heir;
    }

    /** Ends it now, and gives the newest period's money back. */
    public synchronized void end(String token) {
        twist(token, "subscriptionState", "SUBSCRIPTION_STATE_EXPIRED");
        until(token, Instant.now());
        orders.get(newest(token)).put("state", "REFUNDED");
    }

    /** Number of its newest order. */
    public synchronized String newest(String token) {
        return (String) line(token).get("latestSuccessfulOrderId");
    }

    /** Until when its privileges stand, whatever was paid. */
    public synchronized void until(String token, Instant until) {
        line(token).put("expiryTime", until.toString());
    }

    /** Changes a subscription, or an order. */
    public synchronized void twist(String id, String name, Object value) {
        (subscriptions.containsKey(id) ? subscriptions : orders).get(id).put(name, value);
    }

    synchronized Optional<Map<String, Object>> order(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    synchronized Optional<Map<String, Object>> subscription(String token) {
        return Optional.ofNullable(subscriptions.get(token));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> line(String token) {
        return ((List<Map<String, Object>>) subscriptions.get(token).get("lineItems")).get(0);
    }
}
