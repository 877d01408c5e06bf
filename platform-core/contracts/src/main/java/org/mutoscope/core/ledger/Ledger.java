package org.mutoscope.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The credit ledger. Every command runs in the caller's transaction, so that money and state change together, and is idempotent: the same
 * command again gives the same answer, the same key with other content is {@code ledger_conflict}. A balance never goes below zero. States:
 *
 * <pre>
 * hold   HELD -capture-> CAPTURED (captured at most held, the rest released)    HELD -release-> RELEASED    both final, but for
 *        RELEASED -late capture, if the credits are still there-> CAPTURED
 * lot    OPEN -spent-> EMPTY   OPEN -expiry, never PURCHASE-> EXPIRED   OPEN -refund-> REVOKED in part or whole
 * </pre>
 */
@ProviderType
public interface Ledger {
    /** What an account has. Opens nothing; a free lot that would be opened by the next hold is counted in {@link Balance#available()}. */
    Balance balance(Transaction tx, String accountId);

    /**
     * Reserves credits for a job, opening the free lot first if none is open. A lot with a price lock gives only as much for its part as the
     * standard clip may cost from it, rounded up once for the part.
     *
     * @param releaseAfter how long the hold may stand before the sweeper asks after the job
     * @throws org.mutoscope.core.problem.Problem {@code insufficient_quota}, {@code generation_blocked}, {@code ledger_conflict}
     */
    Hold hold(Transaction tx, HoldRequest request, Duration releaseAfter);

    /**
     * Turns a job's hold into spending and frees the rest.
     *
     * @param credits 0 to the amount held
     * <p>A capture after the release (the work was done after all) takes the credits anew, from whatever lots the account has by then. If
     * they are gone nothing changes, {@code ledger_conflict} is thrown and the operator is alarmed: the balance never goes below zero.
     *
     * @throws org.mutoscope.core.problem.Problem {@code ledger_conflict} if it was captured with another amount, if there is no hold, or
     *     if it was released and the credits are gone; {@code invalid_amount} if it is not 0 to the amount held
     */
    Captured capture(Transaction tx, String jobId, long credits);

    /**
     * What the capture of a job took of each lot, in the order of spending; empty if nothing was captured.
     */
    default List<Spent> spent(Transaction tx, String jobId) {
        throw new UnsupportedOperationException("this ledger does not tell what was spent");
    }

    /**
     * What captures in a time took of bought lots, for each lot once, in the order of their ids; sandbox left out.
     *
     * @param to first moment after the time
     */
    default List<PaidUse> paidUses(Transaction tx, Instant from, Instant to) {
        throw new UnsupportedOperationException("this ledger does not tell what was spent");
    }

    /** What an account spent of a bought lot. @param revoked of the lot, by now */
    record PaidUse(String accountId, Spent spent, long revoked) {}

    /** How a lot stands that credits were spent of. */
    default Optional<LotUse> lotUse(Transaction tx, long lotId) {
        throw new UnsupportedOperationException("this ledger does not tell what was spent");
    }

    /**
     * Takes credits of one source at once, for something that is no job; there is nothing to hold. The same id again is the same spending.
     *
     * @throws org.mutoscope.core.problem.Problem {@code insufficient_quota}, {@code ledger_conflict}, {@code invalid_amount}
     */
    default Captured spend(Transaction tx, SpendRequest request) {
        throw new UnsupportedOperationException("this ledger spends for jobs alone");
    }

    /**
     * What to take.
     *
     * @param id unique for ever among jobs and these, at most 64 characters
     * @param credits at least 1
     * @param source lots that it is taken from
     */
    record SpendRequest(String accountId, String id, long credits, Source source) {}

    /**
     * Credits that a capture took of one lot.
     *
     * @param credits at least 1
     * @param granted all that the lot was opened with
     * @param paidMinor paid for all of it, in minor units; 0 if nobody paid
     * @param currency ISO 4217, or null if nobody paid
     * @param provider that took the money, or null
     */
    record Spent(
            long lotId, Source source, long credits, long granted, long paidMinor, String currency, String provider) {}

    /**
     * A lot from the side of those who earned from it.
     *
     * @param granted all that it was opened with
     * @param spent captured by jobs, or taken to pay a debt
     * @param revoked taken back by its store, wherever it came from: what is at rest goes first
     */
    record LotUse(long granted, long spent, long revoked) {
        /** Credits that were spent and whose money went back to the payer. */
        public long refunded() {
            return Math.max(0, spent - (granted - revoked));
        }
    }

    /** Frees a job's hold; no error if it was freed before or there is none. @throws org.mutoscope.core.problem.Problem {@code ledger_conflict} if it was captured */
    void release(Transaction tx, String jobId, String reason);

    /** The hold of a job. */
    Optional<Hold> find(Transaction tx, String jobId);

    /** Jobs whose holds have stood longer than they should, oldest first. */
    List<String> overdue(Transaction tx, int limit);

    /** Puts off the moment at which the sweeper asks again. */
    void extend(Transaction tx, String jobId, Duration releaseAfter);

    /**
     * Adds a lot; debt is paid from it first. Not for FREE_DAILY: those open by themselves.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_amount}, {@code invalid_request} for a source or an expiry that cannot be,
     *     {@code ledger_conflict}
     */
    Lot grant(Transaction tx, GrantRequest request);

    /**
     * Applies the absolute state of a purchase: grants its lot once, takes back what was revoked, books spent credits that were taken
     * back as debt. Applying an older or equal fact again changes nothing; of two signed at one moment the one that takes back more
     * counts. Sandbox facts fill lots of their own, which no balance counts and no hold takes. While an account owes, its PURCHASE and
     * PLAN lots cannot be held.
     *
     * @param credits what the purchase grants in all, from the operator's product table
     * @return the lot, or empty if the fact was for a purchase that is wholly revoked and never granted
     */
    Optional<Lot> apply(Transaction tx, String provider, String accountId, PurchaseFact fact, long credits);

    /**
     * Promises that the standard clip never costs more than so many credits from this lot, whatever prices do; longer and larger clips in
     * proportion. "Ten generations" for 100 credits is a lock of 10. A lock can be lowered, never raised or taken away.
     *
     * @param standard most credits for the standard clip, at least 1
     * @throws org.mutoscope.core.problem.Problem {@code invalid_amount}, {@code ledger_conflict} if there is no such lot
     */
    void lock(Transaction tx, long lotId, long standard);

    /**
     * Freezes what is unspent of a purchase, or sets it free again. While frozen no new hold takes of it and the balance does not count it;
     * running holds go on, and what they give back is frozen too. Nothing happens if there is no lot or it is in that state already.
     */
    void freeze(Transaction tx, PurchaseKey purchase, boolean frozen);

    /**
     * Forbids an account new holds, or allows them again; whatever it has stays, and what runs goes on. For somebody who may not have
     * anything made, for example since a guardian withdrew consent: reading, deleting and paying stay possible.
     *
     * @return whether something changed
     */
    boolean block(Transaction tx, String accountId, boolean blocked);

    /** Whether an account may make no new holds. */
    boolean blocked(Transaction tx, String accountId);

    /** What became of the credits of a purchase; empty if none were granted. */
    Optional<Use> use(Transaction tx, PurchaseKey purchase);

    /** Lots of an account in the order of spending; with {@code all} also the empty and expired ones. */
    List<Lot> lots(Transaction tx, String accountId, boolean all);

    /** Postings on an account's credits, newest first, before the given {@link Entry#seq()} ({@code Long.MAX_VALUE} for the newest). */
    List<Entry> history(Transaction tx, String accountId, long before, int limit);

    /** Expires lots whose time has come; at most {@code limit}. @return how many */
    int expire(Transaction tx, int limit);

    /** Recomputes every invariant. @return sentences about what does not hold; empty when all is well */
    List<String> verify(Transaction tx);

    /**
     * What an account has.
     *
     * @param available credits that can be held now
     * @param held reserved for jobs
     * @param debt owed for credits that were spent and then refunded
     * @param freeExpiresAt when the open free lot ends; null if none is open
     */
    record Balance(String accountId, long available, long held, long debt, Instant freeExpiresAt) {}

    /**
     * What to hold.
     *
     * @param amount at least 1
     * @param priceVersion what the amount was computed by
     * @param standard price of the standard clip by the same list, for lots with a price lock; 0 if locks do not count
     * @param fees the part of the amount that is no price and that no lock lowers
     */
    record HoldRequest(String accountId, String jobId, long amount, String priceVersion, long standard, long fees) {
        /** A request to which no price lock applies. */
        public HoldRequest(String accountId, String jobId, long amount, String priceVersion) {
            this(accountId, jobId, amount, priceVersion, 0, 0);
        }
    }

    /**
     * A hold.
     *
     * @param amount what is held: less than was asked for where a price lock lowers it
     * @param state HELD, CAPTURED or RELEASED
     * @param paid whether lots that money was paid for take part
     */
    record Hold(String accountId, String jobId, long amount, long captured, String state, boolean paid) {
        /** A hold without paid lots. */
        public Hold(String accountId, String jobId, long amount, long captured, String state) {
            this(accountId, jobId, amount, captured, state, false);
        }
    }

    /** What a capture took. @param fromPaid part that came from PURCHASE or PLAN lots */
    record Captured(long credits, long fromPaid) {}

    /**
     * What to grant.
     *
     * @param key idempotency key, at most 120 characters
     * @param credits at least 1
     * @param expiresAt or null; never for PURCHASE
     */
    record GrantRequest(String accountId, Source source, String key, long credits, Instant expiresAt) {}

    /** A purchase's name. @param environment {@code production} or {@code sandbox} */
    record PurchaseKey(String provider, String environment, String purchaseId) {}

    /**
     * What became of a purchase's credits.
     *
     * @param granted all of them, at least 1
     * @param spent captured by jobs, or taken at the grant to pay a debt; not those that are held
     * @param frozen whether the rest is frozen
     */
    record Use(long granted, long spent, boolean frozen) {
        /** Part that was spent, in 100,000ths, rounded down. */
        public int spentPer100000() {
            return (int) (Math.multiplyExact(spent, 100_000L) / granted);
        }
    }

    /** Credits of one source. */
    record Lot(long id, Source source, long granted, long remaining, long held, Instant expiresAt, Instant createdAt) {}

    /** One posting, seen from the account. @param seq its number on this account, from 1 without gaps @param balanceAfter credits on the account after it */
    record Entry(long seq, Instant at, String kind, String cause, long amount, long balanceAfter) {}
}
