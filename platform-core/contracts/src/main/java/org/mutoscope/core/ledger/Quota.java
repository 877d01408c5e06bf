package org.mutoscope.core.ledger;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The free allowance that follows the capacity. A change counts from the next daily lot of an account on; lots that are open never shrink. Safe
 * for use by several threads.
 */
@ProviderType
public interface Quota {
    /** What is in force. */
    State now(Transaction tx);

    /** Changes, newest first, before the given {@link Change#seq()} ({@code Long.MAX_VALUE} for the newest). */
    List<Change> history(Transaction tx, long before, int limit);

    /** Lets accounts share one daily lot. @param name of the group, 1 to 160 characters */
    void link(Transaction tx, String name, List<String> accountIds);

    /**
     * Notes from which network an account orders clips. Kept as a hash, for 30 days.
     *
     * @param network the part of the address that stands for it: {@code 192.0.2.0/24}, {@code 2001:db8::/48}
     */
    void seen(Transaction tx, String accountId, String network);

    /**
     * Notes on which device an account orders clips. Kept as a hash, for 30 days, and for at most 20 devices of an account.
     *
     * @param device whatever names it, 1 to 160 characters
     */
    void seenOn(Transaction tx, String accountId, String device);

    /** Whether devices are counted: else nobody needs to say them. */
    boolean watchesDevices();

    /** Whether networks are counted: else nobody needs to say them. */
    boolean watchesNetworks();

    /**
     * Names the time zone of an account, where the operator lets days end at midnight; at most once in 30 days.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_request}, {@code plan_limit}
     */
    void zone(Transaction tx, String accountId, String zone);

    /**
     * What is in force.
     *
     * @param clips standard clips that the next daily lot on the plan free is worth
     * @param credits the same in credits
     * @param floor least that it falls to
     * @param cap most that it rises to
     * @param demandPercent factor on prices, 100 for none
     * @param targetMillis what nine of ten free clips should at most wait
     * @param changedAt when it became so; null if it never changed
     * @param reason why it is so, a sentence that may be published
     * @param numbers the newest measured; null if nothing was measured yet
     */
    record State(
            int clips,
            long credits,
            int floor,
            int cap,
            int demandPercent,
            long targetMillis,
            Instant changedAt,
            String reason,
            Numbers numbers) {}

    /** A change. @param numbers what it was decided from; null if it was for want of numbers */
    record Change(long seq, Instant at, int clips, int demandPercent, String reason, Numbers numbers) {}

    /**
     * What was measured.
     *
     * @param ceiling clips a day for each free account that the capacity bears in the busiest hour
     * @param waitMillis predicted wait of the free class: nine of ten wait no longer
     * @param offeredClips standard clips that healthy backends could make in a day
     * @param paidClips standard clips that were paid for in the last day
     * @param freeAccounts accounts whose daily lot is open
     */
    record Numbers(int ceiling, long waitMillis, long offeredClips, long paidClips, long freeAccounts) {}
}
