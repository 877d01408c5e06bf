package org.mutoscope.core.jobs;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What the backends can do and what is asked of them. Numbers since the start of the platform, of the last day at most. Safe for use by several threads. */
@ProviderType
public interface Capacity {
    /** The numbers of this moment. */
    Reading read();

    /**
     * Numbers. Classes of jobs: <i>free</i> are those ordered on the plan free and paid from free or given credits, <i>paid</i> all others.
     *
     * @param at when they were read
     * @param slots clips that healthy backends without a budget render at once
     * @param largest of these slots, those of the backend that has most
     * @param budgetSlots the same of those that spend money and have a budget
     * @param budgetClips standard clips that what is left of these budgets pays for, until they begin anew
     * @param busyMillis time that finished clips occupied slots
     * @param busyCredits credits that were captured for them
     * @param freeHours credits held for free jobs in each of the last 24 hours, newest first
     * @param paidHours the same for paid jobs
     * @param freeQueued credits of free jobs that wait
     * @param freeWeight share of the free class while others wait too
     * @param otherWeights shares of the other classes that have jobs waiting, in all
     */
    record Reading(
            Instant at,
            int slots,
            int largest,
            int budgetSlots,
            long budgetClips,
            long busyMillis,
            long busyCredits,
            List<Long> freeHours,
            List<Long> paidHours,
            long freeQueued,
            int freeWeight,
            int otherWeights) {
        /** Copies the lists. */
        public Reading {
            freeHours = List.copyOf(freeHours);
            paidHours = List.copyOf(paidHours);
        }
    }
}
