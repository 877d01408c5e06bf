package org.mutoscope.rights;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Rights.Approval;
import org.mutoscope.core.rights.Rights.Used;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The tables of uses and of the answers they wait for. */
final class UseTable {
    private static final String GOING =
            " join job j on j.id = u.job_id and j.state in" + " ('QUEUED', 'IN_PROGRESS', 'WAITING', 'IN_DOUBT')";

    private UseTable() {}

    static void insert(Transaction tx, String jobId, GrantTable.Line grant, long credits) {
        tx.update(
                "insert into rights_use (job_id, grant_id, subject_id, holder, credits, at) values (?, ?, ?, ?, ?, ?)",
                jobId,
                grant.grant().id(),
                grant.grant().subjectId(),
                grant.holder(),
                credits,
                tx.now());
    }

    static void earned(Transaction tx, String jobId) {
        tx.update("update rights_use set earned = true where job_id = ?", jobId);
    }

    static List<Used> list(Transaction tx, Caller by, int limit) {
        String read = "select u.job_id, u.subject_id, u.grant_id, j.state, u.credits, u.earned, u.at from rights_use u"
                + " join job j on j.id = u.job_id";
        String rest = " order by u.at desc, u.job_id fetch first ? rows only";
        return Office.runs(by)
                ? tx.query(read + rest, UseTable::used, limit)
                : tx.query(read + " where u.holder = ?" + rest, UseTable::used, by.accountId(), limit);
    }

    /** Jobs that go on although what they use was taken back or switched off. */
    static List<String> withoutLicence(Transaction tx) {
        return tx.query(
                "select distinct u.job_id from rights_use u" + GOING
                        + " join rights_grant g on g.id = u.grant_id join rights_subject s on s.id = u.subject_id"
                        + " where g.revoked_at is not null or s.state = 'OFF'",
                row -> row.text("job_id"));
    }

    static void ask(Transaction tx, String jobId, String holder, Duration patience) {
        tx.update(
                "insert into rights_approval (job_id, holder, state, asked_at, ends_at) values (?, ?, 'OPEN', ?, ?)",
                jobId,
                holder,
                tx.now(),
                tx.now().plus(patience));
    }

    static List<String> unanswered(Transaction tx, String jobId) {
        return tx.query(
                "select holder from rights_approval where job_id = ? and state <> 'GIVEN'", // a no is no yes
                row -> row.text("holder"),
                jobId);
    }

    static boolean answer(Transaction tx, String jobId, String holder, boolean agreed) {
        return tx.update(
                        "update rights_approval set state = ?, answered_at = ? where job_id = ? and holder = ? and state = 'OPEN'",
                        agreed ? "GIVEN" : "REFUSED",
                        tx.now(),
                        jobId,
                        holder)
                == 1;
    }

    static List<Approval> open(Transaction tx, String holder) {
        return tx.query(
                "select u.job_id, j.prompt, u.asked_at, u.ends_at from rights_approval u" + GOING
                        + " where u.holder = ? and u.state = 'OPEN' order by u.asked_at, u.job_id",
                row -> new Approval(
                        row.text("job_id"), row.text("prompt"), row.moment("asked_at"), row.moment("ends_at")),
                holder);
    }

    /** Jobs that go on although a holder said no, or nothing for too long. */
    static List<String> refused(Transaction tx) {
        Instant now = tx.now();
        return tx.query(
                "select distinct u.job_id from rights_approval u" + GOING
                        + " where u.state = 'REFUSED' or (u.state = 'OPEN' and u.ends_at < ?)",
                row -> row.text("job_id"),
                now);
    }

    private static Used used(Row row) {
        return new Used(
                row.text("job_id"),
                row.text("subject_id"),
                row.text("grant_id"),
                row.text("state").toLowerCase(java.util.Locale.ROOT),
                row.number("credits"),
                row.flag("earned"),
                row.moment("at"));
    }
}
