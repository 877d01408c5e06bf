package org.mutoscope.billing.standins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subscriptions of a paper Stripe account: Checkout sessions in their mode, invoices, and what becomes of them. Guarded by its own lock. */
final class StripePlans {
    private final StripeShop shop;
    private final Map<String, Map<String, Object>> subscriptions = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> invoices = new LinkedHashMap<>();
    /** What a session's subscription sells now. */
    private final Map<String, Map<String, Object>> sales = new LinkedHashMap<>();

    StripePlans(StripeShop shop) {
        this.shop = shop;
    }

    /** Begins one and pays its first period. @param seconds length of a period @return id of the session */
    synchronized String subscribe(StripeShop.Order order, long seconds) {
        String id = shop.next("sub_");
        long now = System.currentTimeMillis() / 1000;
        subscriptions.put(
                id,
                Answer.map(
                        "id",
                        id,
                        "object",
                        "subscription",
                        "status",
                        "active",
                        "livemode",
                        order.live(),
                        "current_period_start",
                        now - seconds, // bill moves it on
                        "current_period_end",
                        now,
                        "ended_at",
                        null));
        String session = shop.open(order);
        Map<String, Object> it = shop.session(session);
        it.put("mode", "subscription");
        it.put("payment_intent", null);
        it.put("subscription", id);
        it.put("status", "complete");
        it.put("payment_status", "paid");
        it.put("seconds", seconds);
        sales.put(session, it);
        it.put("invoice", bill(session));
        return session;
    }

    /** Pays the next period. @return id of its invoice */
    synchronized String bill(String session) {
        Map<String, Object> sale = sales.get(session);
        Map<String, Object> subscription = subscriptions.get(sale.get("subscription"));
        long from = (Long) subscription.get("current_period_end");
        long until = from + (Long) sale.get("seconds");
        subscription.put("current_period_start", from);
        subscription.put("current_period_end", until);
        String id = shop.next("in_");
        Map<String, Object> line = line(sale);
        line.put("object", "line_item");
        line.put("proration", false);
        line.put("period", Answer.map("start", from, "end", until));
        invoices.put(
                id,
                Answer.map(
                        "id",
                        id,
                        "object",
                        "invoice",
                        "status",
                        "paid",
                        "subscription",
                        subscription.get("id"),
                        "livemode",
                        sale.get("livemode"),
                        "amount_paid",
                        sale.get("amount_total"),
                        "currency",
                        sale.get("currency"),
                        "payment_intent",
                        shop.paid(id, sale),
                        "lines",
                        StripeShop.list(List.of(line), "/v1/invoices/" + id + "/lines")));
        return id;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> line(Map<String, Object> sale) {
        return new LinkedHashMap<>(
                ((List<Map<String, Object>>) ((Map<String, Object>) sale.get("line_items")).get("data")).get(0));
    }

    /**
     * Changes to another product inside the current period: a new cycle begins, and its invoice gives credit for the unused time, as
     * {@code billing_cycle_anchor=now} and {@code proration_behavior=always_invoice} do.
     *
     * @param used seconds of the current period that are over by then
     * @return id of the invoice
     */
    synchronized String change(String session, String product, long amount, long used) {
        Map<String, Object> before = sales.get(session);
        Map<String, Object> subscription = subscriptions.get(before.get("subscription"));
        long from = (Long) subscription.get("current_period_start") + used;
        long until = (Long) subscription.get("current_period_end");
        long credit = (Long) before.get("amount_total") * (until - from) / (Long) before.get("seconds");
        Map<String, Object> unused = line(before);
        unused.put("object", "line_item");
        unused.put("proration", true);
        unused.put("amount", -credit);
        unused.put("period", Answer.map("start", from, "end", until));
        Map<String, Object> line = line(before);
        line.put("price", Answer.map("id", shop.next("price_"), "object", "price", "product", product));
        Map<String, Object> sale = new LinkedHashMap<>(before);
        sale.put("line_items", StripeShop.list(List.of(line), "/v1/checkout/sessions/" + session + "/line_items"));
        sale.put("amount_total", amount - credit);
        sales.put(session, sale);
        subscription.put("current_period_end", from);
        String id = bill(session);
        sale.put("amount_total", amount);
        Map<String, Object> invoice = invoices.get(id);
        invoice.put("lines", StripeShop.list(List.of(unused, billed(invoice)), "/v1/invoices/" + id + "/lines"));
        return id;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> billed(Map<String, Object> invoice) {
        return ((List<Map<String, Object>>) ((Map<String, Object>) invoice.get("lines")).get("data")).get(0);
    }

    /** Ends it now. */
    synchronized Map<String, Object> cancel(String session) {
        Map<String, Object> it = subscriptions.get(shop.session(session).get("subscription"));
        it.put("status", "canceled");
        it.put("ended_at", System.currentTimeMillis() / 1000);
        return it;
    }

    synchronized Map<String, Object> invoice(String id) {
        return Optional.ofNullable(invoices.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no invoice " + id));
    }

    /** The newest invoice of a session's subscription. */
    synchronized Map<String, Object> newest(String session) {
        return of((String) shop.session(session).get("subscription")).get(0);
    }

    /** Invoices of a subscription, newest first. */
    synchronized List<Map<String, Object>> of(String subscription) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> invoice : invoices.values()) {
            if (subscription.equals(invoice.get("subscription"))) {
                all.add(0, invoice);
            }
        }
        return all;
    }

    /** An invoice with its payment in full, or a subscription. */
    synchronized Optional<Map<String, Object>> object(String id, boolean live) {
        Map<String, Object> found = id.startsWith("in_") ? invoices.get(id) : subscriptions.get(id);
        if (found == null || !found.get("livemode").equals(live)) {
            return Optional.empty();
        }
        Map<String, Object> copy = new LinkedHashMap<>(found);
        if (id.startsWith("in_")) {
            copy.put("payment_intent", shop.payment((String) copy.get("payment_intent")));
        }
        return Optional.of(copy);
    }
}
