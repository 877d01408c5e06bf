package org.mutoscope.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code job_step}. A lease raises the fence; whoever holds an older number changes nothing. Plans have one step so far. */
final class StepTable {
    private StepTable() {}

    /** A step as it stands. @param backend id of the backend that left the ticket */
    record Step(String jobId, String state, int attempts, long fence, int recoveries, String ticket, String backend) {}

    static void insert(Transaction tx, String jobId) {
        tx.update("insert into job_step (job_id, n, kind, state) values (?, 1, 'RENDER', 'READY')", jobId);
    }

    static Optional<Step> find(Transaction tx, String jobId) {
        return tx.first(
                "select job_id, state, attempts, fence, recoveries, ticket, backend from job_step where job_id = ? and n = 1",
                StepTable::step,
                jobId);
    }

    /** Takes a step. @return the new fence, or empty if somebody else has it or it has ended */
    static Optional<Long> lease(Transaction tx, Step step, Instant until) {
        int taken = tx.update(
                "update job_step set state = 'LEASED', fence = fence + 1, lease_until = ?, not_before = null"
                        + " where job_id = ? and n = 1 and state = 'READY' and fence = ?",
                until,
                step.jobId(),
                step.fence());
        return taken == 1 ? Optional.of(step.fence() + 1) : Optional.empty();
    }

    static boolean current(Transaction tx, String jobId, long fence) {
        return tx.first(
                        "select fence from job_step where job_id = ? and n = 1 and fence = ? and state = 'LEASED'",
                        row -> true,
                        jobId,
                        fence)
                .isPresent();
    }

    /** Keeps a ticket with the id of the backend that can read it. */
    static boolean remember(Transaction tx, String jobId, long fence, Mark mark) {
        return tx.update(
                        "update job_step set ticket = ?, backend = ? where job_id = ? and n = 1 and fence = ? and state = 'LEASED'",
                        mark.ticket(),
                        mark.backendId(),
                        jobId,
                        fence)
                == 1;
    }

    /** Drops the ticket. */
    static void forget(Transaction tx, String jobId) {
        tx.update("update job_step set ticket = null, backend = null where job_id = ? and n = 1", jobId);
    }

    /** A ticket and the id of the backend that wrote it. */
    record Mark(String ticket, String backendId) {}

    static boolean done(Transaction tx, String jobId, long fence) {
        return leave(tx, jobId, fence, "state = 'DONE'");
    }

    static boolean failed(Transaction tx, String jobId, long fence) {
        return leave(tx, jobId, fence, "state = 'FAILED', attempts = attempts + 1");
    }

    static boolean refused(Transaction tx, String jobId, long fence) {
        return leave(tx, jobId, fence, "state = 'FAILED'");
    }

    static boolean returned(Transaction tx, String jobId, long fence, boolean charged) {
        return leave(
                tx, jobId, fence, "state = 'READY', fence = fence + 1" + (charged ? ", attempts = attempts + 1" : ""));
    }

    /** A part is made: what concerned it alone is forgotten. @param back whether the step goes back into the queue */
    static boolean part(Transaction tx, String jobId, long fence, boolean back) {
        String change = "attempts = 0, recoveries = 0, ticket = null, backend = null, not_before = null";
        return tx.update(
                        "update job_step set " + change
                                + (back ? ", state = 'READY', fence = fence + 1, lease_until = null" : "")
                                + " where job_id = ? and n = 1 and fence = ? and state = 'LEASED'",
                        jobId,
                        fence)
                == 1;
    }

    static void notBefore(Transaction tx, String jobId, Instant moment) {
        tx.update("update job_step set not_before = ? where job_id = ? and n = 1", moment, jobId);
    }

    static void cancel(Transaction tx, String jobId) {
        tx.update(
                "update job_step set state = 'CANCELLED', fence = fence + 1, lease_until = null"
                        + " where job_id = ? and state in ('READY', 'LEASED')",
                jobId);
    }

    /** Takes a step away from an attempt of which nothing is heard any more. */
    static boolean recover(Transaction tx, Step step, String state) {
        return tx.update(
                        "update job_step set state = ?, fence = fence + 1, lease_until = null, recoveries = recoveries + 1"
                                + " where job_id = ? and n = 1 and state = 'LEASED' and fence = ?",
                        state,
                        step.jobId(),
                        step.fence())
                == 1;
    }

    /** Steps that are leased; with a moment, only those whose lease has run out before it. */
    static List<Step> leased(Transaction tx, Instant outBefore) {
        String sql = "select s.job_id, s.state, s.attempts, s.fence, s.recoveries, s.ticket, s.backend from job j"
                + " join job_step s on s.job_id = j.id where j.state = 'IN_PROGRESS' and s.state = 'LEASED'";
        return outBefore == null
                ? tx.query(sql, StepTable::step)
                : tx.query(sql + " and s.lease_until < ?", StepTable::step, outBefore);
    }

    private static boolean leave(Transaction tx, String jobId, long fence, String change) {
        return tx.update(
                        "update job_step set " + change + ", lease_until = null"
                                + " where job_id = ? and n = 1 and fence = ? and state = 'LEASED'",
                        jobId,
                        fence)
                == 1;
    }

    private static Step step(Row row) {
        return new Step(
                row.text("job_id"),
                row.text("state"),
                (int) row.number("attempts"),
                row.number("fence"),
                (int) row.number("recoveries"),
                row.text("ticket"),
                row.text("backend"));
    }
}
