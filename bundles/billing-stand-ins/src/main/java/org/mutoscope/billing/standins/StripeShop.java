package org.mutoscope.billing.standins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a paper Stripe account holds: objects in the shapes of API 2024-10-28. Guarded by its own lock. */
final class StripeShop {
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Map<String, Object>> sessions = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> payments = new LinkedHashMap<>();
    private final List<Map<String, Object>> refunds = new ArrayList<>();
    private final List<Map<String, Object>> disputes = new ArrayList<>();
    private final List<Map<String, Object>> events = new ArrayList<>();

    /** What is bought. @param account client_reference_id, null for none */
    record Order(boolean live, String product, long quantity, long amount, String currency, String account) {}

    String next(String prefix) {
        return prefix + "PAPER" + numbers.incrementAndGet();
    }

    private String payment(Boolean live, long amount, String currency) {
        String payment = next("pi_");
        payments.put(
                payment,
                Answer.map(
                        "id",
                        payment,
                        "object",
                        "payment_intent",
                        "amount",
                        amount,
                        "amount_received",
                        0L,
                        "currency",
                        currency,
                        "status",
                        "requires_payment_method",
                        "livemode",
                        live,
                        "latest_charge",
                        next("ch_")));
        return payment;
    }

    /** A payment that arrived for an invoice. */
    synchronized String paid(String invoice, Map<String, Object> sale) {
        String id =
                payment((Boolean) sale.get("livemode"), (Long) sale.get("amount_total"), (String) sale.get("currency"));
        Map<String, Object> it = payments.get(id);
        it.put("invoice", invoice);
        it.put("amount_received", it.get("amount"));
        it.put("status", "succeeded");
        return id;
    }

    /** A copy of a payment; null if there is none. */
    synchronized Map<String, Object> payment(String id) {
        return payments.containsKey(id) ? new LinkedHashMap<>(payments.get(id)) : null;
    }

    synchronized String open(Order order) {
        String id = next("cs_" + (order.live() ? "live" : "test") + "_");
        String payment = payment(order.live(), order.amount(), order.currency());
        Map<String, Object> line = Answer.map(
                "id",
                next("li_"),
                "object",
                "item",
                "quantity",
                order.quantity(),
                "currency",
                order.currency(),
                "amount_total",
                order.amount(),
                "price",
                Answer.map("id", next("price_"), "object", "price", "product", order.product()));
        sessions.put(
                id,
                Answer.map(
                        "id",
                        id,
                        "object",
                        "checkout.session",
                        "mode",
                        "payment",
                        "status",
                        "open",
                        "payment_status",
                        "unpaid",
                        "livemode",
                        order.live(),
                        "amount_total",
                        order.amount(),
                        "currency",
                        order.currency(),
                        "client_reference_id",
                        order.account(),
                        "payment_intent",
                        payment,
                        "line_items",
                        list(List.of(line), "/v1/checkout/sessions/" + id + "/line_items")));
        return id;
    }

    /** @param how complete (a card), wait (a bank), arrive, fail, expire */
    synchronized Map<String, Object> pay(String session, String how) {
        Map<String, Object> it = session(session);
        Map<String, Object> payment = payments.get(it.get("payment_intent"));
        switch (how) {
            case "complete", "arrive" -> {
                it.put("payment_status", "paid");
                payment.put("amount_received", payment.get("amount"));
                payment.put("status", "succeeded");
            }
            case "wait" -> payment.put("status", "processing");
            case "fail" -> payment.put("status", "requires_payment_method");
            case "expire" -> {}
            default -> throw new IllegalArgumentException("complete, wait, arrive, fail or expire, not " + how);
        }
        it.put("status", how.equals("expire") ? "expired" : "complete");
        return event(typeOf(how), it);
    }

    private static String typeOf(String how) {
        return switch (how) {
            case "arrive" -> "checkout.session.async_payment_succeeded";
            case "fail" -> "checkout.session.async_payment_failed";
            case "expire" -> "checkout.session.expired";
            default -> "checkout.session.completed";
        };
    }

    /** @param status succeeded, pending or failed */
    synchronized Map<String, Object> refund(String payment, long amount, String status) {
        Map<String, Object> refund = Answer.map(
                "id",
                next("re_"),
                "object",
                "refund",
                "amount",
                amount,
                "status",
                status,
                "payment_intent",
                payment,
                "charge",
                payments.get(payment).get("latest_charge"),
                "currency",
                payments.get(payment).get("currency"));
        refunds.add(0, refund);
        return event(status.equals("failed") ? "refund.failed" : "refund.created", refund, payment);
    }

    synchronized Map<String, Object> settle(String refund, String status) {
        Map<String, Object> it = named(refunds, refund);
        it.put("status", status);
        return event(
                status.equals("failed") ? "refund.failed" : "refund.updated", it, (String) it.get("payment_intent"));
    }

    synchronized Map<String, Object> dispute(String payment, String status) {
        Map<String, Object> dispute = Answer.map(
                "id",
                next("du_"),
                "object",
                "dispute",
                "amount",
                payments.get(payment).get("amount"),
                "status",
                status,
                "payment_intent",
                payment,
                "charge",
                payments.get(payment).get("latest_charge"),
                "reason",
                "fraudulent",
                "evidence_details",
                Answer.map("due_by", 4_102_444_800L),
                "balance_transactions",
                new ArrayList<>());
        disputes.add(0, dispute);
        return event("charge.dispute.created", dispute, payment);
    }

    /** @param how withdraw, reinstate, won, lost */
    synchronized Map<String, Object> dispute(String payment, String how, boolean goesOn) {
        Map<String, Object> it = disputes.stream()
                .filter(d -> d.get("payment_intent").equals(payment))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody disputes " + payment));
        @SuppressWarnings("unchecked")
        List<Object> lines = (List<Object>) it.get("balance_transactions");
        if (!goesOn) {
            it.put("status", how);
            return event("charge.dispute.closed", it, payment);
        }
        long sign = how.equals("withdraw") ? -1 : 1;
        lines.add(Answer.map(
                "id", next("txn_"), "object", "balance_transaction", "amount", sign * (Long) it.get("amount")));
        return event(
                how.equals("withdraw") ? "charge.dispute.funds_withdrawn" : "charge.dispute.funds_reinstated",
                it,
                payment);
    }

    synchronized Map<String, Object> warn(String payment, boolean actionable) {
        Map<String, Object> warning = Answer.map(
                "id",
                next("issfr_"),
                "object",
                "radar.early_fraud_warning",
                "actionable",
                actionable,
                "charge",
                payments.get(payment).get("latest_charge"),
                "payment_intent",
                payment);
        return event("radar.early_fraud_warning." + (actionable ? "created" : "updated"), warning, payment);
    }

    private Map<String, Object> event(String type, Map<String, Object> object, String payment) {
        return event(type, object, Boolean.TRUE.equals(payments.get(payment).get("livemode")));
    }

    private Map<String, Object> event(String type, Map<String, Object> session) {
        return event(type, session, Boolean.TRUE.equals(session.get("livemode")));
    }

    /** Any event, also one that makes no sense. */
    synchronized Map<String, Object> event(String type, Map<String, Object> object, boolean live) {
        Map<String, Object> event = Answer.map(
                "id",
                next("evt_"),
                "object",
                "event",
                "api_version",
                "2024-10-28.acacia",
                "created",
                System.currentTimeMillis() / 1000,
                "livemode",
                live,
                "pending_webhooks",
                1,
                "type",
                type,
                "data",
                Answer.map("object", new LinkedHashMap<>(object)));
        events.add(0, event);
        return event;
    }

    synchronized Map<String, Object> session(String id) {
        return Optional.ofNullable(sessions.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no session " + id));
    }

    synchronized boolean has(String session) {
        return sessions.containsKey(session);
    }

    /** With its payment in full, as {@code expand[]} gives it. */
    synchronized Map<String, Object> expanded(String id) {
        Map<String, Object> copy = new LinkedHashMap<>(session(id));
        copy.put("payment_intent", payment((String) copy.get("payment_intent")));
        return copy;
    }

    /** @param name payment_intent or subscription */
    synchronized List<String> sessionsOf(String name, String id) {
        return sessions.values().stream()
                .filter(s -> id.equals(s.get(name)))
                .map(s -> (String) s.get("id"))
                .toList();
    }

    synchronized List<Map<String, Object>> refunds(String payment) {
        return refunds.stream()
                .filter(r -> r.get("payment_intent").equals(payment))
                .toList();
    }

    synchronized List<Map<String, Object>> disputes(String payment) {
        return disputes.stream()
                .filter(r -> r.get("payment_intent").equals(payment))
                .toList();
    }

    synchronized List<Map<String, Object>> events(boolean live) {
        return events.stream().filter(e -> e.get("livemode").equals(live)).toList();
    }

    static Map<String, Object> list(List<?> data, String url) {
        return Answer.map("object", "list", "data", data, "has_more", false, "url", url);
    }

    private static Map<String, Object> named(List<Map<String, Object>> in, String id) {
        return in.stream()
                .filter(one -> one.get("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + id));
    }
}
