package org.mutoscope.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What all parts work with.
 *
 * @param plans gives null while nobody offers plans
 */
record Desk(
        UnitOfWork storage,
        Ledger ledger,
        Identity identity,
        Supplier<Plans> plans,
        Partners partners,
        Payers payers,
        Supplier<BillingConfig> settings) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 12;

    /** When to try again what failed. @param attempts how often it was tried, at least 1 */
    Instant retry(Transaction tx, long attempts) {
        int doublings = (int) Math.min(MOST_DOUBLINGS, Math.max(0, attempts - 1));
        Duration pause = Duration.ofSeconds(settings.get().retry_seconds()).multipliedBy(1L << doublings);
        return tx.now().plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }
}
