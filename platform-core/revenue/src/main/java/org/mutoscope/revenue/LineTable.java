package org.mutoscope.revenue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.core.revenue.Revenue.Balance;
import org.mutoscope.core.revenue.Revenue.Line;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Stream;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Lines as they are shown. */
final class LineTable {
    private static final String READ =
            "select id, seq, period, stream, holder, job_id, subject_id, cause, currency, micros, units, weight, pool_total, rate, budget, lot_id,"
                    + " corrects, against_id, made_by, at, release_at, state, payout_id from revenue_line where seq < ?";
    private static final String REST = " order by seq desc fetch first ? rows only";
    private static final String BALANCES =
            "select holder, currency, sum(case when state = 'ON_HOLD' then micros else 0 end) on_hold,"
                    + " sum(case when state = 'PAYABLE' then micros else 0 end) payable, sum(case when state = 'PAID' then micros else 0 end) paid"
                    + " from revenue_line";

    private LineTable() {}

    static List<Line> all(Transaction tx, long before, int limit) {
        return tx.query(READ + REST, LineTable::read, before, limit);
    }

    static List<Line> of(Transaction tx, String holder, long before, int limit) {
        return tx.query(READ + " and holder = ?" + REST, LineTable::read, before, holder, limit);
    }

    /** @param holder null for all */
    static List<Balance> balances(Transaction tx, String holder) {
        String rest = " group by holder, currency order by holder, currency";
        return holder == null
                ? tx.query(BALANCES + rest, LineTable::balance)
                : tx.query(BALANCES + " where holder = ?" + rest, LineTable::balance, holder);
    }

    private static Balance balance(Row row) {
        return new Balance(
                row.text("holder"),
                row.text("currency"),
                row.number("on_hold"),
                row.number("payable"),
                row.number("paid"));
    }

    private static Line read(Row row) {
        return new Line(
                row.text("id"),
                row.number("seq"),
                row.text("period"),
                Stream.valueOf(row.text("stream")),
                row.text("holder"),
                row.text("job_id"),
                row.text("subject_id"),
                row.text("cause"),
                row.text("currency"),
                row.number("micros"),
                facts(row),
                row.text("corrects"),
                row.text("made_by"),
                row.moment("at"),
                row.moment("release_at"),
                State.valueOf(row.text("state")),
                row.text("payout_id"));
    }

    private static Map<String, String> facts(Row row) {
        Map<String, String> facts = new TreeMap<>();
        if (row.number("units") != 0) {
            facts.put("units", String.valueOf(row.number("units")));
        }
        for (String column : new String[] {"weight", "pool_total", "lot_id"}) {
            if (row.numberOrNull(column) != null) {
                facts.put(column, String.valueOf(row.number(column)));
            }
        }
        for (String column : new String[] {"rate", "against_id"}) {
            if (row.text(column) != null) {
                facts.put(column, row.text(column));
            }
        }
        if (row.flag("budget")) {
            facts.put("budget", "true");
        }
        return facts;
    }
}
