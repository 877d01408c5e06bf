package org.mutoscope.core.jobs;

import java.time.Instant;
import java.util.List;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What backends spend at services, in millionths of US dollars, and what they may. The estimate of a job is reserved before it is taken, so a
 * budget is never exceeded but by a service that takes more than its backend said. Days and months are those of UTC. Safe for use by several threads.
 */
@ProviderType
public interface Upstream {
    /** Backends that have a budget or have spent something this month, with the day and the month of now. */
    List<Budget> budgets();

    /** What a month's jobs earned and cost, by backend and model. @param month for example {@code 2026-11} */
    List<Margin> margins(String month);

    /** Models that get no jobs since a service took more than was said. */
    List<Stop> stops();

    /** Lets a stopped model have jobs again. @return whether it was stopped */
    boolean reopen(String backend, String model);

    /**
     * Books what a service took that was asked for no job, as what it is: spent.
     *
     * @param service who took it, at most 40 characters; not the name of a backend
     * @param what what it was for, at most 64 characters; not the name of a model
     */
    void paid(Transaction tx, String service, String what, UpstreamCost cost);

    /** Recomputes every sum. @return sentences about what does not hold; empty when all is well */
    List<String> verify(Transaction tx);

    /**
     * A budget in one period.
     *
     * @param period {@code 2026-11-23} or {@code 2026-11}
     * @param limit micros, or -1 if there is none
     * @param spent micros that services took
     * @param reserved micros for jobs that are queued, made or in doubt
     */
    record Budget(String backend, String period, long limit, long spent, long reserved) {
        /** Micros that may still be reserved, or -1 if there is no limit. */
        public long left() {
            return limit < 0 ? -1 : Math.max(0, limit - spent - reserved);
        }
    }

    /**
     * Earnings of the jobs that a service was paid for, and what others took that were asked for no job.
     *
     * @param jobs how many; of those others how often they took something
     * @param credits credits captured for them
     * @param earned what these are worth, micros
     * @param spent what the service took, micros
     * @param open micros reserved for those that have not ended or are in doubt
     */
    record Margin(String backend, String model, long jobs, long credits, long earned, long spent, long open) {
        /** Micros left over; may be negative. */
        public long margin() {
            return earned - spent;
        }
    }

    /** A model that gets no jobs until an operator lets it. */
    record Stop(String backend, String model, String reason, Instant at) {}
}
