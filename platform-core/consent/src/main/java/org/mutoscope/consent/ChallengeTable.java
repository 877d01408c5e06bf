package org.mutoscope.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.core.consent.Consents.Challenge;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of challenges. */
final class ChallengeTable {
    private ChallengeTable() {}

    /** @param begunAt when recording began, or null */
    record Line(Challenge challenge, String accountId, Set<Kind> kinds, String name, String terms, Instant begunAt) {}

    static void insert(Transaction tx, Line line) {
        Challenge shown = line.challenge();
        tx.update(
                "insert into consent_challenge (id, account_id, kinds, name, terms, nonce, digits, turns, state, shown_at, until_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, 'SHOWN', ?, ?)",
                shown.id(),
                line.accountId(),
                Texts.kinds(line.kinds()),
                line.name(),
                line.terms(),
                shown.nonce(),
                shown.digits(),
                String.join(",", shown.turns()),
                shown.shownAt(),
                shown.until());
    }

    static Optional<Line> find(Transaction tx, String account, String id) {
        return tx.first(
                "select id, account_id, kinds, name, terms, nonce, digits, turns, state, shown_at, begun_at, until_at"
                        + " from consent_challenge where account_id = ? and id = ?",
                ChallengeTable::line,
                account,
                id);
    }

    /** @return false if it is not shown any more */
    static boolean begin(Transaction tx, String id, Instant until) {
        return tx.update(
                        "update consent_challenge set state = 'BEGUN', begun_at = ?, until_at = ?"
                                + " where id = ? and state = 'SHOWN' and until_at > ?",
                        tx.now(),
                        until,
                        id,
                        tx.now())
                == 1;
    }

    /** Uses it up; of several that want to, one does. @return false if it was, or its time is over */
    static boolean use(Transaction tx, String id) {
        return tx.update(
                        "update consent_challenge set state = 'USED' where id = ? and state = 'BEGUN' and until_at > ?",
                        id,
                        tx.now())
                == 1;
    }

    static long since(Transaction tx, String account, Instant moment) {
        return tx.first(
                        "select count(*) n from consent_challenge where account_id = ? and shown_at > ?",
                        row -> row.number("n"),
                        account,
                        moment)
                .orElse(0L);
    }

    static int delete(Transaction tx, Instant before) {
        return tx.update("delete from consent_challenge where shown_at < ?", before);
    }

    private static Line line(Row row) {
        Challenge challenge = new Challenge(
                row.text("id"),
                row.text("nonce"),
                row.text("digits"),
                Texts.list(row.text("turns"), ","),
                row.text("state").toLowerCase(java.util.Locale.ROOT),
                row.moment("shown_at"),
                row.moment("until_at"));
        return new Line(
                challenge,
                row.text("account_id"),
                Texts.kinds(row.text("kinds")),
                row.text("name"),
                row.text("terms"),
                row.moment("begun_at"));
    }
}
