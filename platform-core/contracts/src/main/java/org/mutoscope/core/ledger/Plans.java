package org.mutoscope.core.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which plan an account is on. States of an account's plan:
 *
 * <pre>
 * free -assign with an end-> PAID     -its end passes, end()-> free        a subscription: each payment assigns the next period
 * free -assign without one-> RENEWING -a month passes-> RENEWING           the house renews it and opens the next lot
 *                                     -verification is not there any more at that moment-> free
 * </pre>
 *
 * A plan that asks for verification is never taken away in the middle of a period. Safe for use by several threads.
 */
@ProviderType
public interface Plans {
    /** All plans, {@code free} first. */
    List<Plan> list();

    /** The plan of this id. */
    Optional<Plan> find(String planId);

    /** The plan in whose place a job of this plan waits: paid credits on the plan free buy a place among those who pay. */
    Plan queueOf(Plan plan, boolean paid);

    /** The plan an account is on now; {@code free} if it was never assigned one or its time is over. One query. */
    Standing planOf(Transaction tx, String accountId);

    /**
     * Puts an account on a plan for a period and opens the plan's lot for it, which ends with the period. The same cause again opens no second
     * lot; its period may only grow. A paid period of a plan for which the account is not verified opens the lot, since money was taken for
     * it, and leaves the account on {@code free}; {@link Standing#note()} says so.
     *
     * @param until end of the paid period; null if nobody pays and the house renews it each month
     * @param cause what brought it, equal when it is told again: {@code provider:environment:period}, or an operator's key; at most 100
     *     characters
     * @throws org.mutoscope.core.problem.Problem {@code plan_not_found}, {@code not_eligible} (only without {@code until}),
     *     {@code account_not_found}, {@code invalid_request} for an end that is past
     */
    Standing assign(Transaction tx, String accountId, String planId, Instant until, String cause);

    /** Moves the end of a paid period forward, never back, without another lot: grace periods, extended renewals. Nothing happens on free. */
    Standing extend(Transaction tx, String accountId, Instant until);

    /**
     * Opens the lot of a paid period, once, and leaves the account on the plan it is on: for a period that another has replaced.
     *
     * @throws org.mutoscope.core.problem.Problem {@code plan_not_found}, {@code account_not_found}
     */
    void open(Transaction tx, String accountId, Period period);

    /**
     * Puts an account on the plan of a paid period whatever it is on, and opens its lot, once. For a subscription whose own earlier or later
     * period stands there; all else goes through {@link #assign}.
     *
     * @throws org.mutoscope.core.problem.Problem {@code plan_not_found}, {@code account_not_found}
     */
    Standing replace(Transaction tx, String accountId, Period period);

    /** Ends the plan now; lots stay until their own end. Nothing happens on free. */
    Standing end(Transaction tx, String accountId, String cause);

    /**
     * Brings the lot of a period to what its store says was taken back of the period: floor(granted x part / 100,000) credits, as an absolute
     * target, as with bought lots. What is at rest goes first, held credits when their holds end, and what was spent beyond is debt, which
     * open plan lots of the account pay at once, so that it does not matter whether a plan's next lot or the refund of the last came first.
     * At 100,000 the plan ends if this cause brought it. Nothing happens for a cause that opened nothing.
     *
     * @param per100000 0 to 100,000; less than before gives back, debt first
     */
    Standing takeBack(Transaction tx, String accountId, String cause, int per100000);

    /** Freezes what is unspent of the lot that a cause opened, or sets it free again; as {@link Ledger#freeze}. */
    void freeze(Transaction tx, String accountId, String cause, boolean frozen);

    /** What became of the credits of the lot that a cause opened; empty if it opened none. */
    Optional<Ledger.Use> use(Transaction tx, String accountId, String cause);

    /**
     * A paid period.
     *
     * @param until its end
     * @param cause as for {@link #assign}
     */
    record Period(String planId, Instant until, String cause) {}

    /**
     * An account on a plan.
     *
     * @param until when the period ends; null on free
     * @param renews whether the house goes on with it by itself at that moment
     * @param cause what brought it; null on free
     * @param note a sentence if something is otherwise than asked, else null
     */
    record Standing(
            String accountId, Plan plan, Instant since, Instant until, boolean renews, String cause, String note) {}
}
