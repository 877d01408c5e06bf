package org.mutoscope.paper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Clock clock;
    private final Post post;
    private final Map<String, Sold> sold = new LinkedHashMap<>();
    private long last;

    /** An empty shop. */
    public Shop(App app, Chain chain, Clock clock) {
        this.app = app;
        this.clock = clock;
        this.post = new Post(app, chain, clock);
        this.last = clock.millis() * 1000; // transaction ids of another run are other ids
    }

    /** @param listener is called in the thread of the event, after it */
    public void onNotice(Consumer<Notice> listener) {
        post.onNotice(listener);
    }

    /** All notices so far, in the order of events. */
    public List<Notice> notices() {
        return post.notices();
    }

    /** Buys. @return the transaction's id */
    public synchronized String buy(Order order) {
        String id = next();
        Sold bought = add(id, id, order);
        tell(
                bought,
                bought.subscription() ? "SUBSCRIBED" : "ONE_TIME_CHARGE",
                bought.subscription() ? "INITIAL_BUY" : "");
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
                .put(
                        "expiresDate",
                        before.expires().plus(product.period().orElseThrow()).toEpochMilli());
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
        String environment = part.toString().contains("environment=Sandbox") ? "Sandbox" : "Production";
        post.send(new Post.Event(type, subtype), new Post.About(part, environment, ""));
    }

    /** The transaction as the App Store would sign it now. @throws IllegalArgumentException if there is none with the id */
    public synchronized String signed(String id) {
        return post.signed(the(id).fields());
    }

    /** The payload of {@link #signed}, for those who want to spoil it first. */
    public synchronized Map<String, Object> transaction(String id) {
        return post.dated(the(id).fields());
    }

    private void tell(Sold about, String type, String subtype) {
        post.tell(about, new Post.Event(type, subtype));
    }

    /** The renewal information of a subscription's period as signed now. */
    synchronized String renewal(Sold period) {
        return post.signed(period.renewal());
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
