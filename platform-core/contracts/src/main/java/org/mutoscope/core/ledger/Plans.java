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

    /** Ends the plan now; lots stay until their own end. Nothing happens on free. */
    Standing end(Transaction tx, String accountId, String cause);

    /**
     * Takes back a period that was refunded: what is left of the lot that this cause opened ends now (running holds keep theirs), and the
     * plan ends if this cause brought it. Nothing happens for a cause that opened nothing.
     */
    Standing takeBack(Transaction tx, String accountId, String cause);

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
