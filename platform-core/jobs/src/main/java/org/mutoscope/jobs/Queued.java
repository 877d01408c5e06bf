package org.mutoscope.jobs;

import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Plan;

/**
 * A job that waits, as the scheduler knows it: without its prompt.
 *
 * @param order place in line; kept when the job comes back, so that it does not lose its turn
 * @param line what it is beside that
 */
record Queued(String jobId, String accountId, Need need, long order, Line line) {
    /** @param plan in whose place it waits @param credits held for it */
    record Line(String plan, long credits) {
        static Line of(NewJob job) {
            return new Line(job.obligations().getOrDefault(Plan.JOB_CLASS, Plan.FREE), job.credits());
        }

        boolean free() {
            return plan.equals(Plan.FREE);
        }
    }

    String plan() {
        return line.plan;
    }

    Queued with(Need other) {
        return new Queued(jobId, accountId, other, order, line);
    }
}
