package org.mutoscope.views;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.views.ViewDesk.Appeal;
import org.mutoscope.core.views.ViewDesk.AppealState;

/** Appeals against what was withheld. */
final class AppealTable {
    private static final String READ =
            "select id, job_id, on_day, account_id, text, state, reason, at from view_appeal";

    private AppealTable() {}

    /** @throws org.mutoscope.core.storage.DuplicateKey if one about this video and day is open */
    static void insert(Transaction tx, Appeal appeal) {
        tx.update(
                "insert into view_appeal (id, job_id, on_day, account_id, text, state, open_for, at) values (?, ?, ?,"
                        + " ?, ?, 'OPEN', ?, ?)",
                appeal.id(),
                appeal.video(),
                appeal.day().toString(),
                appeal.accountId(),
                appeal.text(),
                appeal.video() + ' ' + appeal.day(),
                appeal.at());
    }

    static Optional<Appeal> find(Transaction tx, String id) {
        return tx.first(READ + " where id = ?", AppealTable::appeal, id);
    }

    static List<Appeal> list(Transaction tx, Caller by, AppealState state, int limit) {
        StringBuilder sql = new StringBuilder(READ).append(" where 1 = 1");
        List<Object> values = new ArrayList<>();
        if (!Videos.oversees(by)) {
            sql.append(" and account_id = ?");
            values.add(by.accountId());
        }
        if (state != null) {
            sql.append(" and state = ?");
            values.add(state.name());
        }
        values.add(limit);
        return tx.query(
                sql.append(" order by seq desc fetch first ? rows only").toString(),
                AppealTable::appeal,
                values.toArray());
    }

    /** @return false if it is decided already */
    static boolean decide(Transaction tx, String id, AppealState how, String reason) {
        return tx.update(
                        "update view_appeal set state = ?, open_for = null, reason = ?, decided_at = ? where id = ?"
                                + " and state = 'OPEN'",
                        how.name(),
                        reason,
                        tx.now(),
                        id)
                == 1;
    }

    private static Appeal appeal(Row row) {
        return new Appeal(
                row.text("id"),
                row.text("job_id"),
                LocalDate.parse(row.text("on_day")),
                row.text("account_id"),
                row.text("text"),
                AppealState.valueOf(row.text("state")),
                row.text("reason"),
                row.moment("at"));
    }
}
