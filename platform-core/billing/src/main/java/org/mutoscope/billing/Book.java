package org.mutoscope.billing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** The table of all purchases that any store told of, each in the latest state that the store vouched for. */
final class Book {
    private static final String SELECT = "select " + Entry.COLUMNS + " from billing_purchase ";
    private static final String BY_KEY = "where provider = ? and env = ? and purchase_id = ?";
    private static final String OPEN = SELECT + "where provider = ? and state in ('UNPRICED', 'SANDBOX', 'UNASSIGNED')"
            + " and next_try <= ? order by first_seen, purchase_id limit ?";
    private static final String OF_ACCOUNT =
            SELECT + "where account_id = ? order by first_seen desc, purchase_id limit ?";
    private static final String PERIODS = SELECT
            + "where provider = ? and env = ? and subscription_id = ? and state = 'BOOKED' order by starts_at desc limit 1000";
    private static final String INSERT =
            "insert into billing_purchase (provider, env, purchase_id, account_id, named, product_id, quantity, paid_minor, currency,"
                    + " revoked_milli, signed_at, subscription_id, starts_at, expires_at, paid_at, state, first_seen, next_try, check_at)"
                    + " values (?, ?, ?, null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'NEW', ?, ?, ?)";
    private static final String UPDATE =
            "update billing_purchase set named = ?, paid_minor = ?, currency = ?, revoked_milli = ?, signed_at = ?, subscription_id = ?,"
                    + " starts_at = ?, expires_at = ?, paid_at = ? " + BY_KEY;
    private static final String DECIDE =
            "update billing_purchase set account_id = ?, state = ?, note = ?, next_try = ? " + BY_KEY;

    /** Takes in what was told, unless something newer is there, and locks the line. */
    Entry take(Transaction tx, String provider, Told told) {
        requireStorable(told);
        PurchaseFact fact = told.fact();
        Optional<Entry> seen = lock(tx, provider, fact.environment(), fact.purchaseId());
        if (seen.isEmpty() && inserted(tx, provider, told)) {
            return lock(tx, provider, fact.environment(), fact.purchaseId()).orElseThrow();
        }
        Entry was = seen.or(() -> lock(tx, provider, fact.environment(), fact.purchaseId()))
                .orElseThrow();
        requireSame(was.fact(), fact);
        Entry now = new Entry(provider, was.accountId(), was.told().and(told), was.state(), was.settled());
        if (!now.equals(was)) {
            update(tx, now);
        }
        return now;
    }

    Optional<Entry> lock(Transaction tx, String provider, String env, String purchaseId) {
        return tx.first(SELECT + BY_KEY + " for update", Entry::new, provider, env, purchaseId);
    }

    Optional<Entry> find(Transaction tx, Ledger.PurchaseKey key) {
        return tx.first(SELECT + BY_KEY, Entry::new, key.provider(), key.environment(), key.purchaseId());
    }

    /** Purchases that wait for a product, a permission or an account. */
    List<Entry> open(Transaction tx, String provider, int limit) {
        return tx.query(OPEN, Entry::new, provider, tx.now(), limit);
    }

    List<Entry> ofAccount(Transaction tx, String accountId, int limit) {
        return tx.query(OF_ACCOUNT, Entry::new, accountId, limit);
    }

    /** The booked periods of a subscription, latest begin first. */
    List<Entry> periods(Transaction tx, Ledger.PurchaseKey subscription) {
        return tx.query(
                PERIODS, Entry::new, subscription.provider(), subscription.environment(), subscription.purchaseId());
    }

    /** Writes what became of it. @param nextTry when it is looked at again, if it waits */
    void decide(Transaction tx, Entry entry, String note, Instant nextTry) {
        Ledger.PurchaseKey key = entry.key();
        tx.update(
                DECIDE,
                entry.accountId(),
                entry.state(),
                note,
                nextTry,
                key.provider(),
                key.environment(),
                key.purchaseId());
    }

    private static boolean inserted(Transaction tx, String provider, Told told) {
        PurchaseFact fact = told.fact();
        try {
            tx.update(
                    INSERT,
                    provider,
                    fact.environment(),
                    fact.purchaseId(),
                    named(fact),
                    fact.productId(),
                    fact.quantity(),
                    fact.paidMinor(),
                    fact.currency(),
                    fact.revokedPer100000(),
                    fact.signedAt(),
                    told.subscriptionId(),
                    told.startsAt(),
                    told.expiresAt(),
                    told.paidAt(),
                    tx.now(),
                    tx.now(),
                    tx.now().plus(Checkups.EVERY));
            return true;
        } catch (DuplicateKey atTheSameMoment) {
            return false;
        }
    }

    private static void update(Transaction tx, Entry entry) {
        PurchaseFact fact = entry.fact();
        Told told = entry.told();
        tx.update(
                UPDATE,
                named(fact),
                fact.paidMinor(),
                fact.currency(),
                fact.revokedPer100000(),
                fact.signedAt(),
                told.subscriptionId(),
                told.startsAt(),
                told.expiresAt(),
                told.paidAt(),
                entry.provider(),
                fact.environment(),
                fact.purchaseId());
    }

    private static String named(PurchaseFact fact) {
        return fact.accountId().map(name -> Texts.cut(name, 200)).orElse(null);
    }

    private static void requireSame(PurchaseFact was, PurchaseFact now) {
        if (!was.productId().equals(now.productId()) || was.quantity() != now.quantity()) {
            throw new Problem(
                    Code.LEDGER_CONFLICT,
                    "The purchase is on record with another product or quantity. Nothing was changed.",
                    "proof",
                    null);
        }
    }

    private static void requireStorable(Told told) {
        String texts = told.fact().purchaseId() + told.fact().productId() + told.subscriptionId();
        if (!Texts.storable(texts)) {
            throw new Problem(Code.PURCHASE_REJECTED, "The names in this purchase cannot be kept.", "proof", null);
        }
    }
}
