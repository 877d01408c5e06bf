package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.storage.Transaction;

/** How large the daily lot of an account is and when it ends. */
interface Daily {
    /** Every account alike, whatever its plan. */
    Daily ALIKE = (tx, accountId, rule) -> rule.credits();

    /** Credits that the account's next daily lot has; 0 for none. */
    long credits(Transaction tx, String accountId, FreeAllowance rule);

    /** Makes sure that accounts which share a lot open it one after the other. @return whether there was something to wait for */
    default boolean lock(Transaction tx, String accountId) {
        return false;
    }

    /** When a lot that is opened now ends. */
    default Instant end(Transaction tx, String accountId, FreeAllowance rule) {
        return tx.now().plus(rule.life());
    }

    /** The shortest time between the openings of two daily lots of an account. */
    default Duration apart() {
        return Duration.ZERO;
    }

    /**
     * By plan, quota and abuse policies: on free the lesser of what the configuration gives and the quota in force, on other plans what they
     * promise; of that what age of the account, linked accounts, device and network leave.
     */
    record Ruled(PlanBook plans, QuotaBook book, long clipCredits) implements Daily {
        @Override
        public long credits(Transaction tx, String accountId, FreeAllowance rule) {
            Plan plan = PlanTable.find(tx, accountId)
                    .filter(entry -> entry.holds(tx.now()))
                    .flatMap(entry -> plans.find(entry.plan()))
                    .orElse(plans.free());
            long whole = plan.id().equals(Plan.FREE)
                    ? Math.min(rule.credits(), quota(tx))
                    : Math.multiplyExact(plan.dailyClips(), clipCredits);
            long young = whole == 0 || !book.hasRamp() ? whole : Math.min(whole, ramp(tx, accountId));
            return young == 0 ? 0 : Buckets.left(tx, accountId, young, book.config());
        }

        private long quota(Transaction tx) {
            if (!book.config().follow_capacity()) {
                return Long.MAX_VALUE;
            }
            return QuotaTable.newest(tx)
                    .map(change -> Math.multiplyExact(change.clips(), clipCredits))
                    .orElse(Long.MAX_VALUE);
        }

        private long ramp(Transaction tx, String accountId) {
            long days = tx.first(
                            "select created_at from account where id = ?", row -> row.moment("created_at"), accountId)
                    .map(opened -> Duration.between(opened, tx.now()).toDays())
                    .orElse(0L);
            return Math.multiplyExact(book.rampAt(days), clipCredits);
        }

        @Override
        public boolean lock(Transaction tx, String accountId) {
            return Buckets.lock(tx, accountId);
        }

        @Override
        public Instant end(Transaction tx, String accountId, FreeAllowance rule) {
            return book.config().day().equals(QuotaBook.MIDNIGHT)
                    ? Midnight.end(tx.now(), Zones.of(tx, accountId), accountId)
                    : Daily.super.end(tx, accountId, rule);
        }

        @Override
        public Duration apart() {
            return book.config().day().equals(QuotaBook.MIDNIGHT) ? Midnight.APART : Duration.ZERO;
        }
    }
}
