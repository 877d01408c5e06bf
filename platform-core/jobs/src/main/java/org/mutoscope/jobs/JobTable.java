package org.mutoscope.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code job}. Every change names the states it may start from: whoever comes second changes nothing and sees it. */
final class JobTable {
    private static final String READ =
            "select j.id, j.seq, j.account_id, j.parent_job, j.state, j.reason, j.begun, j.asked_model, j.model,"
                    + " j.task, j.prompt, j.seconds, j.size, j.rendered_size, j.seed, j.parameters, j.remarks, j.obligations, j.facts, j.backend,"
                    + " j.credits_held, j.credits_captured, j.error_code, j.error_message, j.created_at, j.started_at, j.ended_at, j.expires_at,"
                    + " j.files_gone, s.attempts from job j join job_step s on s.job_id = j.id and s.n = 1";
    private static final String ALIVE = " and state in ('QUEUED', 'IN_PROGRESS', 'WAITING', 'IN_DOUBT')";

    private JobTable() {}

    /** @param route the candidates, as they are written; null for its model alone */
    static void insert(Transaction tx, NewJob job, String route) {
        Part part = Parts.first(job);
        tx.update(
                "insert into job (id, account_id, parent_job, state, asked_model, model, task, prompt, seconds, size, rendered_size, seed,"
                        + " parameters, remarks, obligations, facts, credits_held, created_at, plan, route, part_task, part_seconds, parts_left)"
                        + " values (?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                job.accountId(),
                job.parent(),
                job.askedModel(),
                job.model(),
                job.task(),
                job.prompt(),
                job.seconds(),
                job.size().toString(),
                job.renderedSize().toString(),
                job.seed(),
                Entries.of(job.parameters()),
                Entries.of(job.remarks()),
                Entries.of(job.obligations()),
                job.credits(),
                tx.now(),
                Queued.Line.of(job).plan(),
                route,
                part == null ? null : part.task(),
                part == null ? null : part.seconds(),
                part == null ? null : job.parts().size());
    }

    /** Finds a job, also one that was deleted. */
    static Optional<Job> find(Transaction tx, String id) {
        return tx.first(READ + " where j.id = ?", JobTable::job, id);
    }

    static Optional<Job> findShown(Transaction tx, String id) {
        return tx.first(READ + " where j.id = ? and j.deleted_at is null", JobTable::job, id);
    }

    static Optional<Long> place(Transaction tx, String id) {
        return tx.first("select seq from job where id = ?", row -> row.number("seq"), id);
    }

    static List<Job> list(Transaction tx, String accountId, Long after, int limit, boolean newestFirst) {
        StringBuilder sql = new StringBuilder(READ).append(" where j.deleted_at is null");
        List<Object> values = new ArrayList<>();
        if (accountId != null) {
            sql.append(" and j.account_id = ?");
            values.add(accountId);
        }
        if (after != null) {
            sql.append(newestFirst ? " and j.seq < ?" : " and j.seq > ?");
            values.add(after);
        }
        sql.append(" order by j.seq").append(newestFirst ? " desc" : "").append(" fetch first ? rows only");
        values.add(limit);
        return tx.query(sql.toString(), JobTable::job, values.toArray());
    }

    static List<Job> madeFrom(Transaction tx, String id, int limit) {
        return tx.query(
                READ + " where j.parent_job = ? and j.deleted_at is null order by j.seq fetch first ? rows only",
                JobTable::job,
                id,
                limit);
    }

    /** @param model which model makes it */
    static boolean begin(Transaction tx, String id, String backend, String model) {
        return tx.update(
                        "update job set state = 'IN_PROGRESS', reason = null, begun = true, backend = ?, model = ?,"
                                + " started_at = coalesce(started_at, ?)"
                                + " where id = ? and state in ('QUEUED', 'WAITING', 'IN_DOUBT')",
                        backend,
                        model,
                        tx.now(),
                        id)
                == 1;
    }

    /** Back into the queue. @param begun false takes back that rendering had begun: it had not */
    static boolean returned(Transaction tx, String id, JobState state, String reason, boolean begun) {
        String sql = "update job set state = ?, reason = ?" + (begun ? "" : ", begun = false, started_at = null")
                + " where id = ? and state = 'IN_PROGRESS'";
        return tx.update(sql, state.name(), Text.cut(reason, 500), id) == 1;
    }

    /** What was put back into the queue may still go on at a service. */
    static void doubt(Transaction tx, String id, String reason) {
        tx.update("update job set state = 'IN_DOUBT', reason = ? where id = ? and state = 'QUEUED'", reason, id);
    }

    /** Keeps what is known of a clip that is there and not released. */
    static boolean drafted(Transaction tx, String id, Map<String, String> facts) {
        return tx.update("update job set facts = ? where id = ? and state = 'IN_PROGRESS'", Entries.of(facts), id) == 1;
    }

    static boolean complete(Transaction tx, String id, long captured, Instant expiresAt, Map<String, String> facts) {
        return tx.update(
                        "update job set state = 'COMPLETED', reason = null, credits_captured = ?, expires_at = ?, facts = ?, ended_at = ?"
                                + " where id = ? and state = 'IN_PROGRESS'",
                        captured,
                        expiresAt,
                        Entries.of(facts),
                        tx.now(),
                        id)
                == 1;
    }

    /** Ends a job without a clip. @return false if it had ended before */
    static boolean end(Transaction tx, String id, JobState state, Fault fault) {
        return tx.update(
                        "update job set state = ?, reason = null, error_code = ?, error_message = ?, ended_at = ? where id = ?"
                                + ALIVE,
                        state.name(),
                        Text.cut(fault.code(), 64),
                        Text.cut(fault.message(), 1000),
                        tx.now(),
                        id)
                == 1;
    }

    /** Ends a job that is in one state and no other. */
    static boolean endIf(Transaction tx, String id, JobState from, Fault fault) {
        return tx.update(
                        "update job set state = 'FAILED', reason = null, error_code = ?, error_message = ?, ended_at = ?"
                                + " where id = ? and state = ?",
                        fault.code(),
                        fault.message(),
                        tx.now(),
                        id,
                        from.name())
                == 1;
    }

    /** Hides a job; its files, if it has any, are due at once. */
    static boolean hide(Transaction tx, String id) {
        return tx.update(
                        "update job set deleted_at = ?, expires_at = ? where id = ? and deleted_at is null",
                        tx.now(),
                        tx.now(),
                        id)
                == 1;
    }

    private static Job job(Row row) {
        return new Job(
                asked(row),
                JobState.valueOf(row.text("state")),
                row.text("reason"),
                row.flag("begun"),
                row.text("state").equals("COMPLETED") ? 100 : 0,
                null,
                (int) row.number("attempts"),
                row.text("backend"),
                row.number("credits_captured"),
                row.moment("created_at"),
                row.moment("started_at"),
                row.moment("ended_at"),
                row.moment("expires_at"),
                row.flag("files_gone"),
                row.text("error_code"),
                row.text("error_message"),
                Entries.map(row.text("facts")));
    }

    static NewJob asked(Row row) {
        return new NewJob(
                row.text("id"),
                row.text("account_id"),
                row.text("asked_model"),
                row.text("model"),
                row.text("task"),
                row.text("prompt"),
                (int) row.number("seconds"),
                FrameSize.parse(row.text("size")),
                FrameSize.parse(row.text("rendered_size")),
                row.number("seed"),
                Entries.map(row.text("parameters")),
                Entries.list(row.text("remarks")),
                Entries.map(row.text("obligations")),
                row.text("parent_job"),
                row.number("credits_held"));
    }
}
