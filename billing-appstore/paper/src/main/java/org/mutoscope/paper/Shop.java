package org.mutoscope.paper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What was sold and what became of it; tells of each event in a signed notice. Safe for use by several threads. */
public final class Shop {
    /**
     * The app whose purchases these are.
     *
     * @param bundleId its bundle id
     * @param appleId its number in the App Store
     */
    public record App(String bundleId, long appleId) {}

    private final App app;
    private final Chain chain;
    private final Clock clock;
    private final Map<String, Sold> sold = new LinkedHashMap<>();
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final List<Consumer<Notice>> listeners = new CopyOnWriteArrayList<>();
    private long last;

    /** An empty shop. */
    public Shop(App app, Chain chain, Clock clock) {
        this.app = app;
        this.chain = chain;
        this.clock = clock;
        this.last = clock.millis() * 1000; // transaction ids of another run are other ids
    }

    /** @param listener is called in the thread of the event, after it */
    public void onNotice(Consumer<Notice> listener) {
        listeners.add(listener);
    }

    /** All notices so far, in the order of events. */
    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Buys. @return the transaction's id */
    public synchronized String buy(Order order) {
        String id = next();
        Sold bought = add(id, id, order);
        tell(bought, bought.subscription() ? "SUBSCRIBED" : "ONE_TIME_CHARGE", bought.subscription() ? "INITIAL_BUY" : "");
        return id;
    }

    private Sold add(String id, String original, Order order) {
        Sold bought = new Sold(id, original, order, clock.instant());
        bought.fields().put("bundleId", app.bundleId());
        bought.fields().put("appTransactionId", "7" + original);
        sold.put(id, bought);
        return bought;
    }

    private String next() {
        return Long.toString(++last);
    }

    /** Gives the money back, all of it or a part. @param milli the part in thousandths of a percent, 1 to 99,999; empty for all */
    public synchronized void refund(String id, Optional<Integer> milli) {
        the(id).refund(clock.instant(), milli);
        tell(the(id), "REFUND", "");
    }

    /** Takes a refund back. */
    public synchronized void reverse(String id) {
        the(id).reverse();
        tell(the(id), "REFUND_REVERSED", "");
    }

    /** Tells of anything else that changes no transaction. @param subtype Apple's word; empty for none */
    public synchronized void tell(String id, String type, String subtype) {
        tell(the(id), type, subtype);
    }

    /** Renews a subscription where its last period ends. @return id of the new period's transaction */
    public synchronized String renew(String original, Product product, String subtype) {
        Sold before = newest(original);
        Sold period = follow(before, product);
        period.fields().put("purchaseDate", before.expires().toEpochMilli());
        period.fields()
                .put("expiresDate", before.expires().plus(product.period().orElseThrow()).toEpochMilli());
        tell(period, "DID_RENEW", subtype);
        return period.id();
    }

    /** Changes to a dearer plan at once. @return id of the new period's transaction */
    public synchronized String upgrade(String original, Product product) {
        Sold before = newest(original);
        before.fields().put("isUpgraded", true);
        Sold period = follow(before, product);
        tell(period, "DID_CHANGE_RENEWAL_PREF", "UPGRADE");
        return period.id();
    }

    private Sold follow(Sold before, Product product) {
        Optional<String> token = Optional.ofNullable((String) before.fields().get("appAccountToken"));
        return add(next(), before.original(), new Order(before.environment(), product, 1, token));
    }

    /** The renewal was not paid. @param grace end of the grace period; empty if there is none */
    public synchronized void fail(String original, Optional<Instant> grace) {
        Sold period = newest(original);
        period.status(grace.isPresent() ? 4 : 3);
        grace.ifPresent(until -> period.renewal().put("gracePeriodExpiresDate", until.toEpochMilli()));
        tell(period, "DID_FAIL_TO_RENEW", grace.isPresent() ? "GRACE_PERIOD" : "");
    }

    /** The subscription is over. @param type {@code EXPIRED} or {@code GRACE_PERIOD_EXPIRED} */
    public synchronized void end(String original, String type) {
        newest(original).status(2);
        tell(newest(original), type, type.equals("EXPIRED") ? "VOLUNTARY" : "");
    }

    /** Family sharing ended. */
    public synchronized void revoke(String id) {
        Sold shared = the(id);
        shared.fields().put("inAppOwnershipType", "FAMILY_SHARED");
        shared.refund(clock.instant(), Optional.empty());
        shared.fields().put("revocationType", "FAMILY_REVOKE");
        shared.status(5);
        tell(shared, "REVOKE", "");
    }

    /** Moves the end of the running period. */
    public synchronized void extend(String original, Duration by) {
        newest(original).extend(by);
        tell(newest(original), "RENEWAL_EXTENDED", "");
    }

    /** Sends a notice that is about no transaction. @param part the payload's part that says what it is about */
    public synchronized void announce(String type, String subtype, Map<String, Object> part) {
        Map<String, Object> payload = new LinkedHashMap<>(head(type, subtype));
        payload.putAll(part);
        send(payload, new Notice("", environment(part), type, "", Instant.EPOCH, ""));
    }

    private static String environment(Map<String, Object> part) {
        return part.toString().contains("Sandbox") ? "Sandbox" : "Production";
    }

    /** The transaction as the App Store would sign it now. @throws IllegalArgumentException if there is none with the id */
    public synchronized String signed(String id) {
        return Jws.signed(chain, transaction(id));
    }

    /** The payload of {@link #signed}, for those who want to spoil it first. */
    public synchronized Map<String, Object> transaction(String id) {
        Map<String, Object> payload = new LinkedHashMap<>(the(id).fields());
        payload.put("signedDate", clock.millis());
        return payload;
    }

    private void tell(Sold about, String type, String subtype) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("appAppleId", app.appleId());
        data.put("bundleId", app.bundleId());
        data.put("environment", about.environment());
        data.put("signedTransactionInfo", signed(about.id()));
        if (about.subscription()) {
            data.put("signedRenewalInfo", renewal(about));
            data.put("status", about.status());
        }
        if (type.equals("CONSUMPTION_REQUEST")) {
            data.put("consumptionRequestReason", "UNINTENDED_PURCHASE");
        }
        Map<String, Object> payload = new LinkedHashMap<>(head(type, subtype));
        payload.put("data", data);
        send(payload, new Notice("", about.environment(), type, about.id(), Instant.EPOCH, ""));
    }

    private Map<String, Object> head(String type, String subtype) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("notificationType", type);
        if (!subtype.isEmpty()) {
            payload.put("subtype", subtype);
        }
        payload.put("notificationUUID", UUID.randomUUID().toString());
        payload.put("version", "2.0");
        payload.put("signedDate", clock.millis());
        return payload;
    }

    private void send(Map<String, Object> payload, Notice kind) {
        Notice notice = new Notice(
                (String) payload.get("notificationUUID"),
                kind.environment(),
                kind.type(),
                kind.transactionId(),
                Instant.ofEpochMilli((Long) payload.get("signedDate")),
                Jws.signed(chain, payload));
        notices.add(notice);
        listeners.forEach(listener -> listener.accept(notice));
    }

    /** The renewal information of a subscription's period as signed now. */
    synchronized String renewal(Sold period) {
        Map<String, Object> fields = new LinkedHashMap<>(period.renewal());
        fields.put("signedDate", clock.millis());
        return Jws.signed(chain, fields);
    }

    /** Those of the environment that belong to the buyer of the transaction, oldest first. */
    synchronized List<Sold> family(String environment, String anyId) {
        List<Sold> same = new ArrayList<>();
        for (Sold each : sold.values()) {
            boolean its = each.id().equals(anyId)
                    || each.original().equals(anyId)
                    || anyId.equals(each.fields().get("appTransactionId"));
            if (its && each.environment().equals(environment)) {
                same.add(each);
            }
        }
        if (same.isEmpty() || !same.get(0).subscription()) {
            return same;
        }
        String original = same.get(0).original();
        return sold.values().stream().filter(s -> s.original().equals(original)).toList();
    }

    /** The transaction, if it was sold in the environment. */
    synchronized Optional<Sold> find(String environment, String id) {
        return Optional.ofNullable(sold.get(id)).filter(s -> s.environment().equals(environment));
    }

    /** Whether the server was told that the transaction is booked. */
    public synchronized boolean finished(String id) {
        return the(id).finished();
    }

    /** What was answered to the question how much was used, as JSON; empty if nothing. */
    public synchronized String consumption(String id) {
        return the(id).consumption();
    }

    private Sold newest(String original) {
        return sold.values().stream()
                .filter(s -> s.original().equals(original))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new IllegalArgumentException("no subscription " + original + " was sold here"));
    }

    private Sold the(String id) {
        Sold found = sold.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no transaction " + id + " was sold here");
        }
        return found;
    }

    App app() {
        return app;
    }
}
