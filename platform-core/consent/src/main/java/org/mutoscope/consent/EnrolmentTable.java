package org.mutoscope.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.State;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of enrolments. */
final class EnrolmentTable {
    private static final String READ =
            "select id, account_id, kinds, name, terms, digits, turns, state, sha256, media_type, milliseconds, remarks, template_of,"
                    + " reviewer, review_until, reason, created_at, decided_at, recording_until, recording_gone, destroyed_at"
                    + " from consent_enrolment where ";
    private static final int MOST_REMARKS = 4000;

    private EnrolmentTable() {}

    /** @param templateOf what made the template, or null if there is none */
    record Line(
            Enrolment enrolment,
            String terms,
            String sha256,
            String mediaType,
            long milliseconds,
            String templateOf,
            Instant recordingUntil) {}

    /** @throws org.mutoscope.core.storage.DuplicateKey if the recording was shown before */
    static void insert(Transaction tx, Line line) {
        Enrolment made = line.enrolment();
        tx.update(
                "insert into consent_enrolment (id, account_id, kinds, name, terms, digits, turns, state, sha256, media_type, milliseconds,"
                        + " remarks, template_of, created_at) values (?, ?, ?, ?, ?, ?, ?, 'REVIEW', ?, ?, ?, ?, ?, ?)",
                made.id(),
                made.accountId(),
                Texts.kinds(made.kinds()),
                made.name(),
                line.terms(),
                made.digits(),
                String.join(",", made.turns()),
                line.sha256(),
                line.mediaType(),
                line.milliseconds(),
                Texts.lines(made.remarks(), MOST_REMARKS),
                line.templateOf(),
                tx.now());
    }

    static boolean seen(Transaction tx, String sha256) {
        return tx.first("select id from consent_enrolment where sha256 = ?", row -> row.text("id"), sha256)
                .isPresent();
    }

    /** One that the caller may see: its person's, or for operators any. @throws Problem {@code enrolment_not_found} */
    static Line require(Transaction tx, Caller by, String id) {
        return tx.first(READ + "id = ?", EnrolmentTable::line, id)
                .filter(line -> Office.runs(by) || line.enrolment().accountId().equals(by.accountId()))
                .orElseThrow(EnrolmentTable::absent);
    }

    static Optional<Line> find(Transaction tx, String id) {
        return tx.first(READ + "id = ?", EnrolmentTable::line, id);
    }

    static List<Enrolment> list(Transaction tx, Caller by, State state, int limit) {
        String whose = Office.runs(by) ? "account_id <> ?" : "account_id = ?";
        String account = Office.runs(by) ? "" : by.accountId();
        String word = state == null ? "" : state.name();
        List<Line> found = tx.query(
                READ + whose + " and (? = '' or state = ?) order by seq desc fetch first ? rows only",
                EnrolmentTable::line,
                account,
                word,
                word,
                limit);
        Map<String, List<String>> titles = titles(tx, found);
        return found.stream()
                .map(line -> shown(line, titles.getOrDefault(line.enrolment().id(), List.of())))
                .toList();
    }

    /** With what the person holds by it. */
    static Enrolment shown(Transaction tx, Line line) {
        return shown(
                line, titles(tx, List.of(line)).getOrDefault(line.enrolment().id(), List.of()));
    }

    private static Enrolment shown(Line line, List<String> subjects) {
        Enrolment bare = line.enrolment();
        return new Enrolment(
                bare.id(),
                bare.accountId(),
                bare.name(),
                bare.kinds(),
                bare.state(),
                subjects,
                bare.digits(),
                bare.turns(),
                bare.remarks(),
                bare.reason(),
                bare.reviewer(),
                bare.reviewUntil(),
                bare.recorded(),
                bare.createdAt(),
                bare.decidedAt(),
                bare.destroyedAt());
    }

    private static Map<String, List<String>> titles(Transaction tx, List<Line> lines) {
        Map<String, List<String>> titles = new HashMap<>();
        if (!lines.isEmpty()) {
            tx.query(
                            "select enrolment_id, subject_id from consent_title where enrolment_id in ("
                                    + "?, ".repeat(lines.size() - 1) + "?) order by subject_id",
                            row -> new String[] {row.text("enrolment_id"), row.text("subject_id")},
                            lines.stream().map(line -> line.enrolment().id()).toArray())
                    .forEach(title -> titles.computeIfAbsent(title[0], none -> new ArrayList<>())
                            .add(title[1]));
        }
        return titles;
    }

    /** The newest accepted one of an account with a template of this kind. */
    static Optional<String> withTemplate(Transaction tx, String account, String templateOf) {
        return tx.first(
                "select id from consent_enrolment where account_id = ? and state = 'ACCEPTED' and template_of = ?"
                        + " order by seq desc fetch first 1 rows only",
                row -> row.text("id"),
                account,
                templateOf);
    }

    /** Gives it to a reviewer, if nobody else has it. */
    static boolean claim(Transaction tx, String id, String principal, Instant until) {
        return tx.update(
                        "update consent_enrolment set reviewer = ?, review_until = ? where id = ? and state = 'REVIEW'"
                                + " and (reviewer is null or reviewer = ? or review_until < ?)",
                        principal,
                        until,
                        id,
                        principal,
                        tx.now())
                == 1;
    }

    /** Decides, if it is in review and, where a reviewer is named, theirs. */
    static boolean decide(Transaction tx, String id, State state, String reason, String reviewer, Instant keptUntil) {
        return tx.update(
                        "update consent_enrolment set state = ?, reason = ?, decided_at = ?, recording_until = ?, review_until = null"
                                + " where id = ? and state = 'REVIEW' and (? = '' or (reviewer = ? and review_until > ?))",
                        state.name(),
                        reason,
                        tx.now(),
                        keptUntil,
                        id,
                        reviewer,
                        reviewer,
                        tx.now())
                == 1;
    }

    static boolean revoke(Transaction tx, String id, String reason) {
        return tx.update(
                        "update consent_enrolment set state = 'REVOKED', reason = ?, review_until = null"
                                + " where id = ? and state in ('REVIEW', 'ACCEPTED')",
                        reason,
                        id)
                == 1;
    }

    static void entitle(Transaction tx, String id, String subjectId) {
        tx.update("insert into consent_title (enrolment_id, subject_id) values (?, ?)", id, subjectId);
    }

    /** What nobody agrees to any more once this one is taken back. */
    static List<String> titlesOfThisAlone(Transaction tx, String id) {
        return tx.query(
                "select t.subject_id from consent_title t where t.enrolment_id = ? and not exists (select 1 from consent_title o"
                        + " join consent_enrolment e on e.id = o.enrolment_id and e.state = 'ACCEPTED'"
                        + " where o.subject_id = t.subject_id and o.enrolment_id <> t.enrolment_id) order by t.subject_id",
                row -> row.text("subject_id"),
                id);
    }

    /** What has to be destroyed: refused, taken back, or of accounts that are being deleted. */
    static List<String> due(Transaction tx, int limit) {
        return tx.query(
                "select id from consent_enrolment where destroyed_at is null and (state in ('REFUSED', 'REVOKED') or account_id in"
                        + " (select account_id from account_leaving where state in ('ERASING', 'DONE'))) order by seq fetch first "
                        + limit + " rows only",
                row -> row.text("id"));
    }

    static void destroyed(Transaction tx, String id) {
        tx.update(
                "update consent_enrolment set destroyed_at = ?, recording_gone = true, template_of = null,"
                        + " state = case when state in ('REVIEW', 'ACCEPTED') then 'REVOKED' else state end where id = ?",
                tx.now(),
                id);
    }

    /** Recordings whose time is over. */
    static List<String> recordingsDue(Transaction tx, int limit) {
        return tx.query(
                "select id from consent_enrolment where recording_gone = false and recording_until < ? order by seq fetch first "
                        + limit + " rows only",
                row -> row.text("id"),
                tx.now());
    }

    static void recordingGone(Transaction tx, String id) {
        tx.update("update consent_enrolment set recording_gone = true where id = ?", id);
    }

    /** Whether there is something in the safe that is to stay there. */
    static boolean kept(Transaction tx, String id) {
        return tx.first(
                        "select id from consent_enrolment where id = ? and destroyed_at is null",
                        row -> row.text("id"),
                        id)
                .isPresent();
    }

    private static Line line(Row row) {
        String id = row.text("id");
        Enrolment enrolment = new Enrolment(
                id,
                row.text("account_id"),
                row.text("name"),
                Texts.kinds(row.text("kinds")),
                State.valueOf(row.text("state")),
                List.of(),
                row.text("digits"),
                Texts.list(row.text("turns"), ","),
                Texts.list(row.text("remarks"), "\n"),
                row.text("reason"),
                row.text("reviewer"),
                row.moment("review_until"),
                !row.flag("recording_gone"),
                row.moment("created_at"),
                row.moment("decided_at"),
                row.moment("destroyed_at"));
        return new Line(
                enrolment,
                row.text("terms"),
                row.text("sha256"),
                row.text("media_type"),
                row.number("milliseconds"),
                row.text("template_of"),
                row.moment("recording_until"));
    }

    static Problem absent() {
        return new Problem(Code.ENROLMENT_NOT_FOUND, "There is no such enrolment, or it is not yours.", "id", null);
    }
}
