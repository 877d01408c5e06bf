package org.mutoscope.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stores say about a purchase besides its state. Kept by the moments at which they said it, so that any order ends alike: what is left
 * of a purchase is frozen if the store asked about it after it last decided. A signal that comes before its purchase waits for it here.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final String BY_KEY = " where provider = ? and env = ? and purchase_id = ?";
    private static final String FIND =
            "select asked_at, decided_at, withdrawn_at, withdrawn_done from billing_signal" + BY_KEY;
    private static final String INSERT =
            "insert into billing_signal (provider, env, purchase_id, next_try) values (?, ?, ?, ?)";
    /** Asked anew after a decision, it is to be answered anew; asked twice, it is answered once. */
    private static final String ASKED =
            "update billing_signal set answered = case when decided_at is not null and decided_at >= asked_at then false else answered end,"
                    + " asked_at = ?, answer_by = ?, attempts = 0, next_try = ?"
                    + BY_KEY + " and (asked_at is null or asked_at < ?)";

    private static final String DECIDED =
            "update billing_signal set decided_at = ?" + BY_KEY + " and (decided_at is null or decided_at < ?)";
    private static final String WITHDRAWN =
            "update billing_signal set withdrawn_at = ?" + BY_KEY + " and (withdrawn_at is null or withdrawn_at < ?)";
    private static final String DONE = "update billing_signal set withdrawn_done = true" + BY_KEY;

    private final Purses purses;
    private final Identity identity;
    private final Book book = new Book();

    Signals(Purses purses, Identity identity) {
        this.purses = purses;
        this.identity = identity;
    }

    private record State(Instant asked, Instant decided, boolean withdrawn) {
        boolean frozen() {
            return asked != null && (decided == null || asked.isAfter(decided));
        }
    }

    /** Takes a signal about a purchase; those about subscriptions are {@link Periods}' own. */
    void take(Transaction tx, String provider, StoreSignal signal) {
        if (signal instanceof StoreSignal.RefundAsked asked) {
            Ledger.PurchaseKey key = new Ledger.PurchaseKey(provider, asked.environment(), asked.purchaseId());
            mark(tx, key, ASKED, micros(asked.signedAt()), asked.answerBy(), tx.now());
        } else if (signal instanceof StoreSignal.RefundDeclined declined) {
            decided(
                    tx,
                    new Ledger.PurchaseKey(provider, declined.environment(), declined.purchaseId()),
                    declined.signedAt());
        } else if (signal instanceof StoreSignal.ConsentWithdrawn withdrawn) {
            Ledger.PurchaseKey key = new Ledger.PurchaseKey(provider, withdrawn.environment(), withdrawn.purchaseId());
            mark(tx, key, WITHDRAWN, micros(withdrawn.signedAt()));
        }
    }

    /** The store decided about a refund: by declining it, or by taking back. */
    void decided(Transaction tx, Ledger.PurchaseKey key, Instant at) {
        mark(tx, key, DECIDED, micros(at));
    }

    private void mark(Transaction tx, Ledger.PurchaseKey key, String sql, Instant at, Object... more) {
        // The purchase's line first, as everywhere: two transactions cannot wait for each other.
        Optional<Entry> entry = book.lock(tx, key.provider(), key.environment(), key.purchaseId());
        if (tx.query("select provider from billing_signal" + BY_KEY, row -> 1, values(key))
                .isEmpty()) {
            try {
                tx.update(INSERT, key.provider(), key.environment(), key.purchaseId(), tx.now());
            } catch (DuplicateKey atTheSameMoment) {
                LOG.debug("two signals about one purchase at once");
            }
        }
        Object[] all = new Object[more.length + 5];
        all[0] = at;
        System.arraycopy(more, 0, all, 1, more.length);
        System.arraycopy(values(key), 0, all, more.length + 1, 3);
        all[more.length + 4] = at;
        tx.update(sql, all);
        entry.ifPresent(known -> bring(tx, known));
    }

    /** Brings lot and account to what was said. The purchase's line is locked. */
    void bring(Transaction tx, Entry entry) {
        Ledger.PurchaseKey key = entry.key();
        Optional<State> found = tx.first(
                FIND,
                row -> new State(
                        row.moment("asked_at"),
                        row.moment("decided_at"),
                        row.moment("withdrawn_at") != null && !row.flag("withdrawn_done")),
                values(key));
        if (found.isEmpty()) {
            return;
        }
        purses.freeze(tx, entry, found.get().frozen());
        if (found.get().withdrawn() && entry.accountId() != null) {
            if (purses.ledger().block(tx, entry.accountId(), true)) {
                identity.audit(
                        tx,
                        null,
                        "account.block",
                        entry.accountId() + " a guardian withdrew consent at " + key.provider());
            }
            tx.update(DONE, values(key));
        }
    }

    private static Object[] values(Ledger.PurchaseKey key) {
        return new Object[] {key.provider(), key.environment(), key.purchaseId()};
    }

    private static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
