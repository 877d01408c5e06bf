package org.mutoscope.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Departures;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of accounts that leave. */
final class LeavingTable {
    static final String ASKED = "ASKED";
    static final String ERASING = "ERASING";
    static final String DONE = "DONE";

    private static final String SELECT =
            "select account_id, state, blocked, asked_at, due_at, done_at from account_leaving";

    Optional<Departures.Departure> find(Transaction tx, String account) {
        return tx.first(SELECT + " where account_id = ?", LeavingTable::read, account);
    }

    /** Whether the account was blocked before it asked. */
    boolean blockedBefore(Transaction tx, String account) {
        return tx.first(SELECT + " where account_id = ?", row -> row.flag("blocked"), account)
                .orElse(false);
    }

    void insert(Transaction tx, Departures.Departure asked, boolean blocked, String by) {
        tx.update(
                "insert into account_leaving (account_id, state, asked_by, blocked, asked_at, due_at) values (?, 'ASKED', ?, ?, ?, ?)",
                asked.accountId(),
                by,
                blocked,
                asked.askedAt(),
                asked.dueAt());
    }

    /** @return whether it was later, and not begun */
    boolean sooner(Transaction tx, String account, Instant due) {
        return tx.update(
                        "update account_leaving set due_at = ? where account_id = ? and state = 'ASKED' and due_at > ?",
                        due,
                        account,
                        due)
                == 1;
    }

    /** @return whether it was there, and not begun */
    boolean remove(Transaction tx, String account) {
        return tx.update("delete from account_leaving where account_id = ? and state = 'ASKED'", account) == 1;
    }

    /** @return whether it was in the state from */
    boolean move(Transaction tx, String account, String from, String to) {
        return tx.update(
                        "update account_leaving set state = ?, done_at = ? where account_id = ? and state = ?",
                        to,
                        to.equals(DONE) ? tx.now() : null,
                        account,
                        from)
                == 1;
    }

    /** Those whose time has come or who are under way, oldest first. */
    List<Departures.Departure> due(Transaction tx, Instant now) {
        return tx.query(
                SELECT + " where state = 'ERASING' or (state = 'ASKED' and due_at <= ?) order by due_at, account_id",
                LeavingTable::read,
                now);
    }

    private static Departures.Departure read(Row row) {
        return new Departures.Departure(
                row.text("account_id"),
                row.text("state"),
                row.moment("asked_at"),
                row.moment("due_at"),
                row.moment("done_at"));
    }
}
