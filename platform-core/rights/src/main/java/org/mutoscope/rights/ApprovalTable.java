package org.mutoscope.rights;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.rights.Rights.Approval;
import org.mutoscope.core.storage.Transaction;

/** The table of words that jobs wait for: before anything is rendered, or when the draft is there. */
final class ApprovalTable {
    private static final String BEFORE = "BEFORE";
    private static final String AFTER = "AFTER";

    /** Nobody agrees to words that he cannot see, and no time runs for him meanwhile. */
    private static final String SEEN =
            " and not exists (select 1 from job h where h.id = %s.job_id and h.prompt = '" + ReviewGate.HIDDEN + "')";

    private ApprovalTable() {}

    /** Asks before anything is rendered. */
    static void ask(Transaction tx, String jobId, String holder, Duration patience) {
        tx.update(
                "insert into rights_approval (job_id, holder, stage, state, asked_at, ends_at) values (?, ?, ?, 'OPEN', ?, ?)",
                jobId,
                holder,
                BEFORE,
                tx.now(),
                tx.now().plus(patience));
    }

    /** Will ask when the draft is there. */
    static void plan(Transaction tx, String jobId, String holder) {
        tx.update(
                "insert into rights_approval (job_id, holder, stage, state, asked_at) values (?, ?, ?, 'DUE', ?)",
                jobId,
                holder,
                AFTER,
                tx.now());
    }

    static boolean planned(Transaction tx, String jobId) {
        return tx.first("select holder from rights_approval where job_id = ? and state = 'DUE'", row -> true, jobId)
                .isPresent();
    }

    /** The draft is there. */
    static void askPlanned(Transaction tx, String jobId, Duration patience) {
        tx.update(
                "update rights_approval set state = 'OPEN', asked_at = ?, ends_at = ? where job_id = ? and state = 'DUE'",
                tx.now(),
                tx.now().plus(patience),
                jobId);
    }

    /** Why the job must not go on; a no is no yes, also before the job has ended. */
    static Optional<String> waits(Transaction tx, String jobId) {
        List<String> stages = tx.query(
                "select stage from rights_approval where job_id = ? and state in ('OPEN', 'REFUSED')",
                row -> row.text("stage"),
                jobId);
        if (stages.isEmpty()) {
            return Optional.empty();
        }
        String who = stages.size() == 1 ? "a holder" : stages.size() + " holders";
        return Optional.of(
                "waiting for " + who + " to agree" + (stages.contains(AFTER) ? " to the finished clip" : ""));
    }

    /** @return false if nobody waits for this word */
    static boolean answer(Transaction tx, String jobId, String holder, boolean agreed) {
        return tx.update(
                        "update rights_approval set state = ?, answered_at = ? where job_id = ? and holder = ? and state = 'OPEN'"
                                + SEEN.formatted("rights_approval"),
                        agreed ? "GIVEN" : "REFUSED",
                        tx.now(),
                        jobId,
                        holder)
                == 1;
    }

    static List<Approval> open(Transaction tx, String holder) {
        return tx.query(
                "select u.job_id, j.prompt, u.stage, u.asked_at, u.ends_at from rights_approval u" + UseTable.GOING
                        + " where u.holder = ? and u.state = 'OPEN'" + SEEN.formatted("u")
                        + " order by u.asked_at, u.job_id",
                row -> new Approval(
                        row.text("job_id"),
                        row.text("prompt"),
                        row.text("stage").equals(AFTER),
                        row.moment("asked_at"),
                        row.moment("ends_at")),
                holder);
    }

    /** Jobs that go on although a holder said no, or nothing for too long. */
    static List<String> refused(Transaction tx) {
        return tx.query(
                "select distinct u.job_id from rights_approval u" + UseTable.GOING
                        + " where u.state = 'REFUSED' or (u.state = 'OPEN' and u.ends_at < ?" + SEEN.formatted("u")
                        + ")",
                row -> row.text("job_id"),
                tx.now());
    }
}
