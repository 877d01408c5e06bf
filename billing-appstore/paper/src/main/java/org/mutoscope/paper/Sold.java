package org.mutoscope.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One transaction: the fields of its payload, changed by what happens to it. Guarded by the shop's lock. */
final class Sold {
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, Object> renewal = new LinkedHashMap<>();
    private boolean finished;
    private String consumption = "";
    private int status = 1;

    Sold(String id, String original, Order order, Instant at) {
        Product product = order.product();
        fields.put("transactionId", id);
        fields.put("originalTransactionId", original);
        fields.put("productId", product.id());
        fields.put("type", product.type());
        fields.put("quantity", order.quantity());
        fields.put("inAppOwnershipType", "PURCHASED");
        fields.put("environment", order.environment());
        fields.put("storefront", "USA");
        fields.put("storefrontId", "143441");
        fields.put("price", product.priceMilli() * order.quantity());
        fields.put("currency", product.currency());
        fields.put("transactionReason", id.equals(original) ? "PURCHASE" : "RENEWAL");
        fields.put("purchaseDate", at.toEpochMilli());
        fields.put("originalPurchaseDate", at.toEpochMilli());
        order.token().ifPresent(token -> fields.put("appAccountToken", token));
        product.period().ifPresent(period -> subscribe(product, at.plus(period)));
    }

    private void subscribe(Product product, Instant until) {
        fields.put("expiresDate", until.toEpochMilli());
        fields.put("subscriptionGroupIdentifier", "21000000");
        renewal.put("originalTransactionId", fields.get("originalTransactionId"));
        renewal.put("productId", product.id());
        renewal.put("autoRenewProductId", product.id());
        renewal.put("autoRenewStatus", 1);
        renewal.put("environment", fields.get("environment"));
    }

    String id() {
        return (String) fields.get("transactionId");
    }

    String original() {
        return (String) fields.get("originalTransactionId");
    }

    String environment() {
        return (String) fields.get("environment");
    }

    boolean subscription() {
        return !renewal.isEmpty();
    }

    Instant expires() {
        return Instant.ofEpochMilli((Long) fields.get("expiresDate"));
    }

    Map<String, Object> fields() {
        return fields;
    }

    Map<String, Object> renewal() {
        return renewal;
    }

    /** Apple's number: 1 active, 2 expired, 3 billing retry, 4 grace, 5 revoked. */
    int status() {
        return status;
    }

    void status(int now) {
        status = now;
    }

    void refund(Instant at, Optional<Integer> milli) {
        fields.put("revocationDate", at.toEpochMilli());
        fields.put("revocationReason", 0);
        fields.put("revocationType", milli.isPresent() ? "REFUND_PRORATED" : "REFUND_FULL");
        fields.remove("revocationPercentage");
        milli.ifPresent(part -> fields.put("revocationPercentage", part));
    }

    void reverse() {
        fields.keySet().removeIf(key -> key.startsWith("revocation"));
    }

    void extend(Duration by) {
        fields.put("expiresDate", expires().plus(by).toEpochMilli());
    }

    boolean finished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    String consumption() {
        return consumption;
    }

    void consumed(String answer) {
        consumption = answer;
    }
}
