package org.mutoscope.rights;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.State;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of subjects, without the characters that are only their owner's. */
final class SubjectTable {
    private static final String READ =
            "select id, account_id, kind, name, state, under_age, holder, created_at from rights_subject"
                    + " where state <> 'OWN' and deleted_at is null";

    private SubjectTable() {}

    /** @param registrant account that registered it */
    record Line(Subject subject, String registrant) {
        /** Whether it is the caller's to change: the holder's, or without one that of who registered it, or an operator's. */
        boolean of(Caller by) {
            String owner = subject.holder() == null ? registrant : subject.holder();
            return owner.equals(by.accountId()) || Office.runs(by);
        }
    }

    static void insert(Transaction tx, Subject subject, String registrant) {
        tx.update(
                "insert into rights_subject (id, account_id, kind, name, state, under_age, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                subject.id(),
                registrant,
                subject.kind().name(),
                subject.name(),
                subject.state().name(),
                subject.minor(),
                subject.createdAt());
    }

    static Optional<Line> find(Transaction tx, String id) {
        return tx.first(READ + " and id = ?", SubjectTable::line, id);
    }

    /** @throws Problem {@code subject_not_found} */
    static Line require(Transaction tx, String id) {
        return find(tx, id).orElseThrow(SubjectTable::absent);
    }

    /** One that is the caller's to change. @throws Problem {@code subject_not_found} */
    static Line owned(Transaction tx, Caller by, String id) {
        return find(tx, id).filter(line -> line.of(by)).orElseThrow(SubjectTable::absent);
    }

    static List<Line> among(Transaction tx, Collection<String> ids) {
        return tx.query(READ + " and id in " + Words.marks(ids.size()), SubjectTable::line, ids.toArray());
    }

    static List<Line> list(Transaction tx, Caller by, String after, int limit) {
        Long place = after == null
                ? Long.valueOf(Long.MAX_VALUE)
                : tx.first("select seq from rights_subject where id = ?", row -> row.number("seq"), after)
                        .orElseThrow(() -> new Problem(
                                Code.INVALID_PAGING, "\"after\" names a subject that is not there.", "after", null));
        String rest = " and seq < ? order by seq desc fetch first ? rows only";
        return Office.runs(by)
                ? tx.query(READ + rest, SubjectTable::line, place, limit)
                : tx.query(
                        READ + " and (account_id = ? or holder = ?)" + rest,
                        SubjectTable::line,
                        by.accountId(),
                        by.accountId(),
                        place,
                        limit);
    }

    static long count(Transaction tx, String account) {
        return tx.first(
                        "select count(*) n from rights_subject where state <> 'OWN' and deleted_at is null and account_id = ?",
                        row -> row.number("n"),
                        account)
                .orElse(0L);
    }

    /** The one of a kind and name that somebody holds. */
    static Optional<Subject> held(Transaction tx, Kind kind, String name) {
        return tx.first(READ + " and held_name = ?", SubjectTable::line, heldName(kind, name))
                .map(Line::subject);
    }

    private static String heldName(Kind kind, String name) {
        return kind.word() + ':' + Words.cut(Words.folded(name), 180);
    }

    /** Whether somebody enrolled for it, and nobody's consent stands any more. */
    static boolean consentIsBack(Transaction tx, String id) {
        List<String> states = tx.query(
                "select distinct e.state from consent_title t join consent_enrolment e on e.id = t.enrolment_id where t.subject_id = ?",
                row -> row.text("state"),
                id);
        return !states.isEmpty() && !states.contains("ACCEPTED");
    }

    /** @return whether it was in the one state and is in the other now */
    static boolean move(Transaction tx, String id, State from, State to) {
        return tx.update("update rights_subject set state = ? where id = ? and state = ?", to.name(), id, from.name())
                == 1;
    }

    /** The holder's switch and the operator's: it is off while either is. @return whether that switch was not off */
    static boolean off(Transaction tx, String id, boolean holder) {
        String mine = holder ? "off_holder" : "off_operator";
        return tx.update(
                        "update rights_subject set was = case when state = 'OFF' then was else state end, state = 'OFF', "
                                + mine + " = true where id = ? and " + mine + " = false",
                        id)
                == 1;
    }

    /** @return whether that switch was off; it is on now unless the other is off. The holder's switch of what nobody holds is the operator's too */
    static boolean on(Transaction tx, String id, boolean holder) {
        int switched = holder
                ? tx.update("update rights_subject set off_holder = false where id = ? and off_holder = true", id)
                : tx.update(
                        "update rights_subject set off_operator = false,"
                                + " off_holder = case when holder is null then false else off_holder end"
                                + " where id = ? and (off_operator = true or (holder is null and off_holder = true))",
                        id);
        tx.update(
                "update rights_subject set state = was, was = null where id = ? and state = 'OFF'"
                        + " and off_holder = false and off_operator = false",
                id);
        return switched == 1;
    }

    /** @return whether that has changed */
    static boolean reserve(Transaction tx, String id, boolean reserved) {
        return tx.update(
                        "update rights_subject set reserved = ? where id = ? and reserved <> ?", reserved, id, reserved)
                == 1;
    }

    /** Those of which nothing is free. */
    static List<String> reserved(Transaction tx, Collection<String> ids) {
        return tx.query(
                "select id from rights_subject where reserved = true and id in " + Words.marks(ids.size()),
                row -> row.text("id"),
                ids.toArray());
    }

    /**
     * Gives it to a holder, if nobody holds it or it is in dispute; switched off it stays.
     *
     * @throws org.mutoscope.core.storage.DuplicateKey if another of this kind and name is held
     */
    static boolean give(Transaction tx, Subject subject, String holder) {
        return tx.update(
                        "update rights_subject set holder = ?, held_name = ?,"
                                + " was = case when state = 'OFF' then 'ACTIVE' else null end,"
                                + " state = case when state = 'OFF' then 'OFF' else 'ACTIVE' end"
                                + " where id = ? and (holder is null or state = 'FROZEN' or was = 'FROZEN')",
                        holder,
                        heldName(subject.kind(), subject.name()),
                        subject.id())
                == 1;
    }

    /** Takes it from its holder; switched off it stays. */
    static void vacate(Transaction tx, String id) {
        tx.update(
                "update rights_subject set holder = null, held_name = null,"
                        + " was = case when state = 'OFF' then 'PENDING' else null end,"
                        + " state = case when state = 'OFF' then 'OFF' else 'PENDING' end where id = ?",
                id);
    }

    private static Line line(Row row) {
        Subject subject = new Subject(
                row.text("id"),
                Kind.valueOf(row.text("kind")),
                row.text("name"),
                State.valueOf(row.text("state")),
                row.flag("under_age"),
                row.text("holder"),
                row.moment("created_at"));
        return new Line(subject, row.text("account_id"));
    }

    private static Problem absent() {
        return new Problem(Code.SUBJECT_NOT_FOUND, "There is no such subject, or it is not yours.", "id", null);
    }
}
