package org.mutoscope.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Transaction;

/**
 * When a subscription's store is asked how it stands: an hour after its paid period ended, if no notice told of the next one by then, and
 * again after one, two, four ... days, since stores go on trying to collect for up to 60 days.
 */
final class Asks {
    private static final Duration FIRST = Duration.ofHours(1);
    private static final int MOST = 7;
    private static final String BY_KEY = " where provider = ? and env = ? and subscription_id = ?";
    private static final String PLAN = "update billing_subscription set ask_at = ?, asked = 0" + BY_KEY;
    private static final String DUE =
            "select provider, env, subscription_id, asked from billing_subscription where provider = ?"
                    + " and ask_at <= ? order by ask_at limit ?";
    private static final String AGAIN =
            "update billing_subscription set ask_at = ?, asked = ?" + BY_KEY + " and asked = ? and ask_at <= ?";

    /** A subscription to ask about. @param asked how often it was asked about in vain */
    record Due(Ledger.PurchaseKey subscription, int asked) {}

    /** @param expiresAt end of the period that is paid now */
    void plan(Transaction tx, Ledger.PurchaseKey subscription, Instant expiresAt) {
        tx.update(
                PLAN,
                expiresAt.plus(FIRST),
                subscription.provider(),
                subscription.environment(),
                subscription.purchaseId());
    }

    List<Due> due(Transaction tx, String provider, int limit) {
        return tx.query(
                DUE,
                row -> new Due(
                        new Ledger.PurchaseKey(row.text("provider"), row.text("env"), row.text("subscription_id")),
                        (int) row.number("asked")),
                provider,
                tx.now(),
                limit);
    }

    /** Notes that it was asked about; unless a new period has planned the next question. */
    void asked(Transaction tx, Due due) {
        Instant next = due.asked + 1 >= MOST ? null : tx.now().plus(Duration.ofDays(1L << due.asked));
        put(tx, due, next, due.asked + 1);
    }

    /** The store gave no answer: it does not count. */
    void failed(Transaction tx, Due due) {
        put(tx, due, tx.now().plus(FIRST), due.asked);
    }

    private static void put(Transaction tx, Due due, Instant next, int asked) {
        Ledger.PurchaseKey key = due.subscription;
        tx.update(AGAIN, next, asked, key.provider(), key.environment(), key.purchaseId(), due.asked, tx.now());
    }
}
