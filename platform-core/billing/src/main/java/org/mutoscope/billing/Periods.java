package org.mutoscope.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * Subscriptions: each paid period opens its plan's lot once; how long the plan's privileges stand is what the store said last, by a period
 * or by a word about the subscription. Both may come in any order.
 */
final class Periods {
    private static final int WHOLE = 100_000;
    private static final String BY_KEY = " where provider = ? and env = ? and subscription_id = ?";
    private static final String FIND = "select told_until, told_at from billing_subscription" + BY_KEY;
    private static final String INSERT =
            "insert into billing_subscription (provider, env, subscription_id) values (?, ?, ?)";
    private static final String UPDATE = "update billing_subscription set told_until = ?, told_at = ?" + BY_KEY
            + " and (told_at is null or told_at < ?)";
    private static final String DUE =
            "select provider, env, subscription_id from billing_subscription where provider = ? and until <= ? limit 50";
    private static final String NOT_DUE = "update billing_subscription set until = null" + BY_KEY;
    private static final String WORD_DUE = "update billing_subscription set until = ?" + BY_KEY;

    private final Supplier<Plans> plans;
    private final Products products;
    private final Book book = new Book();
    private final Asks asks = new Asks();

    Periods(Supplier<Plans> plans, Products products) {
        this.plans = plans;
        this.products = products;
    }

    boolean knows(String plan) {
        Plans there = plans.get();
        return there != null && there.find(plan).isPresent();
    }

    /** A booked period: its lot is opened and brought to what was taken back; then the plan is what all periods and the latest word make it. */
    void pay(Transaction tx, Entry period) {
        Plans there = plans.get();
        Ledger.PurchaseKey subscription = subscription(period);
        lock(tx, subscription); // before the account's wallet, as everywhere: two transactions cannot wait for each
        // other
        int revoked = period.fact().revokedPer100000();
        Timeline all = new Timeline(book.periods(tx, subscription));
        String cause = there.planOf(tx, period.accountId()).cause();
        boolean ours = all.brought(cause);
        Optional<Entry> standing =
                all.standing().filter(latest -> latest.told().expiresAt().isAfter(tx.now()));
        boolean stands =
                standing.filter(latest -> latest.key().equals(period.key())).isPresent();
        if (!stands && revoked < WHOLE && period.told().expiresAt().isAfter(tx.now())) {
            named(period).ifPresent(lot -> there.open(tx, period.accountId(), lot));
        }
        standing.ifPresent(latest -> put(tx, latest, ours));
        if (ours
                && standing.isEmpty()
                && all.standing().filter(latest -> latest.cause().equals(cause)).isEmpty()) {
            there.end(
                    tx,
                    period.accountId(),
                    cause); // the period that brought it was replaced, and what replaced it is gone
        }
        there.takeBack(tx, period.accountId(), period.cause(), revoked);
        standing.ifPresent(latest -> asks.plan(tx, subscription, latest.told().expiresAt()));
        follow(tx, subscription);
    }

    /** @param ours whether the account is on a plan that this subscription brought: then its latest period counts, whatever ends later */
    private void put(Transaction tx, Entry latest, boolean ours) {
        Plans there = plans.get();
        Plans.Standing now = there.planOf(tx, latest.accountId());
        named(latest).ifPresent(period -> {
            if (ours && !latest.cause().equals(now.cause())) {
                there.replace(tx, latest.accountId(), period);
            } else {
                there.assign(tx, latest.accountId(), period.planId(), period.until(), period.cause());
            }
        });
    }

    private Optional<Plans.Period> named(Entry entry) {
        return products.plan(entry.fact().productId())
                .filter(this::knows)
                .map(plan -> new Plans.Period(plan, entry.told().expiresAt(), entry.cause()));
    }

    /** A word about how long a subscription's privileges stand. */
    void take(Transaction tx, String provider, StoreSignal.PlanUntil said) {
        Ledger.PurchaseKey key = new Ledger.PurchaseKey(provider, said.environment(), said.subscriptionId());
        lock(tx, key);
        Instant at = said.signedAt().truncatedTo(ChronoUnit.MICROS);
        tx.update(UPDATE, said.until(), at, key.provider(), key.environment(), key.purchaseId(), at);
        follow(tx, key);
    }

    private static void lock(Transaction tx, Ledger.PurchaseKey key) {
        if (tx.query(FIND + " for update", row -> 1, values(key)).isEmpty()) {
            try {
                tx.update(INSERT, values(key));
            } catch (DuplicateKey atTheSameMoment) {
                tx.query(FIND + " for update", row -> 1, values(key));
            }
        }
    }

    /** Ends plans whose shortened time has come. @return false: the next round does for the rest */
    boolean end(Transaction tx, String provider) {
        var due = tx.query(
                DUE,
                row -> new Ledger.PurchaseKey(row.text("provider"), row.text("env"), row.text("subscription_id")),
                provider,
                tx.now());
        due.forEach(key -> follow(tx, key));
        return false;
    }

    private record Word(Instant until, Instant at) {}

    private void follow(Transaction tx, Ledger.PurchaseKey subscription) {
        Plans there = plans.get();
        Optional<Entry> period = new Timeline(book.periods(tx, subscription)).standing();
        Optional<Word> word =
                tx.first(FIND, row -> new Word(row.moment("told_until"), row.moment("told_at")), values(subscription));
        if (there == null || period.isEmpty() || word.isEmpty() || word.get().at() == null) {
            return;
        }
        Entry paid = period.get();
        Instant until = word.get().until();
        boolean stands = !word.get().at().isBefore(paid.told().paidAt())
                && paid.cause().equals(there.planOf(tx, paid.accountId()).cause());
        if (!stands) {
            tx.update(
                    NOT_DUE,
                    values(subscription)); // a payment that is newer than the word, or a plan of another origin
        } else if (!until.isAfter(tx.now())) {
            there.end(tx, paid.accountId(), paid.cause());
            tx.update(NOT_DUE, values(subscription));
        } else if (until.isBefore(paid.told().expiresAt())) {
            tx.update(WORD_DUE, until, subscription.provider(), subscription.environment(), subscription.purchaseId());
        } else {
            there.extend(tx, paid.accountId(), until);
            tx.update(NOT_DUE, values(subscription));
        }
    }

    static Ledger.PurchaseKey subscription(Entry period) {
        return new Ledger.PurchaseKey(
                period.provider(), period.fact().environment(), period.told().subscriptionId());
    }

    private static Object[] values(Ledger.PurchaseKey key) {
        return new Object[] {key.provider(), key.environment(), key.purchaseId()};
    }
}
