package org.mutoscope.billing;

import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.storage.Transaction;

/**
 * The lot behind a line of the book: a pack's in the ledger, a period's with the plans.
 *
 * @param plans gives null while nobody offers plans
 */
record Purses(Ledger ledger, Supplier<Plans> plans) {
    /** What became of its credits; empty if it has none. */
    Optional<Ledger.Use> use(Transaction tx, Entry entry) {
        if (!entry.isPeriod()) {
            return ledger.use(tx, entry.key());
        }
        Plans there = plans.get();
        return there == null || entry.accountId() == null
                ? Optional.empty()
                : there.use(tx, entry.accountId(), entry.cause());
    }

    /** Freezes what is unspent of it, or sets it free. */
    void freeze(Transaction tx, Entry entry, boolean frozen) {
        Plans there = plans.get();
        if (!entry.isPeriod()) {
            ledger.freeze(tx, entry.key(), frozen);
        } else if (there != null && entry.accountId() != null) {
            there.freeze(tx, entry.accountId(), entry.cause(), frozen);
        }
    }
}
