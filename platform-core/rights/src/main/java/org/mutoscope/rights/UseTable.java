package org.mutoscope.rights;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Licences;
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

    static void insert(Transaction tx, String jobId, GrantTable.Line grant, long credits) {
        insert(tx, jobId, grant.grant().subjectId(), grant.grant().id(), grant.holder(), credits);
    }

    /** How long the clip of a job is to be. */
    static long seconds(Transaction tx, String jobId) {
        return tx.first("select seconds from job where id = ?", row -> row.number("seconds"), jobId)
                .orElse(0L);
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

    /** Grants that a job uses. */
    static Set<String> grants(Transaction tx, String jobId) {
        return Set.copyOf(tx.query(
                "select grant_id from rights_use where job_id = ? and grant_id is not null",
                row -> row.text("grant_id"),
                jobId));
    }

    static void earned(Transaction tx, String jobId) {
        tx.update("update rights_use set earned = true where job_id = ?", jobId);
    }

    /** A use of which its holder is told. */
    record Told(String jobId, String subjectId, String grantId, String holder) {}

    /** Uses of a job with grants that say so, and which were not told: the settlement is made once. */
    static List<Told> toInform(Transaction tx, String jobId) {
        return tx
                .query(
                        "select u.job_id, u.subject_id, u.grant_id, u.holder, g.terms from rights_use u"
                                + " join rights_grant g on g.id = u.grant_id where u.job_id = ? and u.earned = false"
                                + " order by u.seq",
                        row -> Words.terms(row.text("terms")).containsKey(LicenceTerms.INFORM)
                                ? Optional.of(new Told(
                                        row.text("job_id"),
                                        row.text("subject_id"),
                                        row.text("grant_id"),
                                        row.text("holder")))
                                : Optional.<Told>empty(),
                        jobId)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** A subject in a clip. @param holder of it now, or null */
    record Seen(Licences.Shown shown, String name, String holder, boolean nothingFromIt) {}

    /** What a clip shows and is still registered. */
    static List<Seen> seen(Transaction tx, String jobId) {
        return tx.query(
                "select s.id, s.kind, s.name, s.holder, coalesce(g.terms, '') terms from rights_use u"
                        + " join rights_subject s on s.id = u.subject_id left join rights_grant g on g.id = u.grant_id"
                        + " where u.job_id = ? and s.deleted_at is null order by u.seq",
                row -> new Seen(
                        new Licences.Shown(row.text("id"), row.text("kind").toLowerCase(Locale.ROOT)),
                        row.text("name"),
                        row.text("holder"),
                        "none".equals(Words.terms(row.text("terms")).get(LicenceTerms.DOWNSTREAM))),
                jobId);
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
                row.text("state").toLowerCase(Locale.ROOT),
                row.number("credits"),
                row.flag("earned"),
                row.moment("at"));
    }
}
