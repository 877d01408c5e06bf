package org.mutoscope.rights;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Removals.Removal;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of clips that holders had removed. */
final class RemovalTable {
    private static final String READ = "select r.job_id, r.holder, r.reason, r.at, j.files_gone from rights_removal r"
            + " join job j on j.id = r.job_id where ";
    private static final String UNREMOVED =
            " and j.deleted_at is null and not exists (select 1 from rights_removal r where r.job_id = j.id)";

    private RemovalTable() {}

    /** A job to be removed and who ordered it. */
    record Due(String jobId, String accountId) {}

    /** The job, if it uses something that the account holds now; operators may have any removed that uses something. */
    static Optional<Due> used(Transaction tx, Caller by, String jobId) {
        String read = "select j.id, j.account_id from job j where j.id = ? and exists (select 1 from rights_use u"
                + " join rights_subject s on s.id = u.subject_id where u.job_id = j.id";
        return Office.runs(by)
                ? tx.first(read + ")", RemovalTable::due, jobId)
                : tx.first(read + " and s.holder = ?)", RemovalTable::due, jobId, by.accountId());
    }

    static boolean removed(Transaction tx, String jobId) {
        return find(tx, jobId).isPresent();
    }

    static List<Due> using(Transaction tx, String subjectId, int limit) {
        return tx.query(
                "select j.id, j.account_id from job j where exists (select 1 from rights_use u where u.job_id = j.id and u.subject_id = ?)"
                        + UNREMOVED + " order by j.seq fetch first ? rows only",
                RemovalTable::due,
                subjectId,
                limit);
    }

    static List<Due> madeFrom(Transaction tx, String jobId) {
        return tx.query(
                "select j.id, j.account_id from job j where j.parent_job = ?" + UNREMOVED + " order by j.seq",
                RemovalTable::due,
                jobId);
    }

    /** Its files go with the next round of the store; nobody is given one from here on. */
    static void insert(Transaction tx, Due due, String holder, String reason) {
        tx.update(
                "insert into rights_removal (job_id, holder, reason, at) values (?, ?, ?, ?)",
                due.jobId(),
                holder,
                reason,
                tx.now());
        tx.update(
                "insert into outbox (at, topic, subject, account_id, body) values (?, 'clip.removed', ?, ?, ?)",
                tx.now(),
                due.jobId(),
                due.accountId(),
                "{\"id\":\"" + due.jobId() + "\",\"topic\":\"clip.removed\"}");
    }

    /** Removed clips that are finished: their time is over. One that was finished while it was removed is found by the next round. @return how many */
    static int expire(Transaction tx) {
        return tx.update(
                "update job set expires_at = ? where state = 'COMPLETED' and files_gone = false and (expires_at is null or expires_at > ?)"
                        + " and exists (select 1 from rights_removal r where r.job_id = job.id)",
                tx.now(),
                tx.now());
    }

    /** One that was just removed, if it is finished. */
    static void expire(Transaction tx, String jobId) {
        tx.update(
                "update job set expires_at = ? where id = ? and state = 'COMPLETED' and files_gone = false and (expires_at is null or expires_at > ?)",
                tx.now(),
                jobId,
                tx.now());
    }

    /** Removed ones that go on. */
    static List<String> going(Transaction tx) {
        return tx.query(
                "select u.job_id from rights_removal u" + UseTable.GOING + " order by u.job_id",
                row -> row.text("job_id"));
    }

    static Optional<Removal> find(Transaction tx, String jobId) {
        return tx.first(READ + "r.job_id = ?", RemovalTable::removal, jobId);
    }

    static List<Removal> list(Transaction tx, Caller by, int limit) {
        String rest = " order by r.at desc, r.job_id fetch first ? rows only";
        return Office.runs(by)
                ? tx.query(READ + "r.job_id is not null" + rest, RemovalTable::removal, limit)
                : tx.query(READ + "r.holder = ?" + rest, RemovalTable::removal, by.accountId(), limit);
    }

    private static Due due(Row row) {
        return new Due(row.text("id"), row.text("account_id"));
    }

    private static Removal removal(Row row) {
        return new Removal(
                row.text("job_id"), row.text("holder"), row.text("reason"), row.moment("at"), row.flag("files_gone"));
    }
}
