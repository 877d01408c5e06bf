package org.mutoscope.rights;

import java.util.Arrays;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.rights.Rights.Used;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of uses: a line for each registered subject that a job uses, with a grant or without. */
final class UseTable {
    /** Jobs of uses or approvals {@code u} that have not ended. */
    static final String GOING =
            " join job j on j.id = u.job_id and j.state in ('QUEUED', 'IN_PROGRESS', 'WAITING', 'IN_DOUBT')";

    private UseTable() {}

    /** A fee that is to be booked. */
    record Fee(String grantId, String holder, long credits) {}

    static void insert(Transaction tx, String jobId, GrantTable.Line grant, long credits) {
        insert(tx, jobId, grant.grant().subjectId(), grant.grant().id(), grant.holder(), credits);
    }

    /** A use without a grant. */
    static void insert(Transaction tx, String jobId, Subject subject) {
        insert(tx, jobId, subject.id(), null, subject.holder(), 0);
    }

    private static void insert(Transaction tx, Object... row) {
        Object[] values = Arrays.copyOf(row, row.length + 1);
        values[row.length] = tx.now();
        tx.update(
                "insert into rights_use (job_id, subject_id, grant_id, holder, credits, at) values (?, ?, ?, ?, ?, ?)",
                values);
    }

    static List<Fee> earned(Transaction tx, String jobId) {
        List<Fee> fees = tx.query(
                "select grant_id, holder, credits from rights_use where job_id = ? and earned = false and grant_id is not null order by grant_id",
                row -> new Fee(row.text("grant_id"), row.text("holder"), row.number("credits")),
                jobId);
        tx.update("update rights_use set earned = true where job_id = ?", jobId);
        return fees;
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
                        + " join rights_subject s on s.id = u.subject_id left join rights_grant g on g.id = u.grant_id"
                        + " where g.revoked_at is not null or s.state = 'OFF'",
                row -> row.text("job_id"));
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
