package org.mutoscope.revenue;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of months; one that is not in it is open. */
final class MonthTable {
    private static final String READ =
            "select m.period, m.state, m.provisional, m.funded, m.views_seen, m.closed_at, (select count(*) from revenue_run r"
                    + " where r.period = m.period and r.state = 'SUSPENDED') suspended from revenue_month m";

    private MonthTable() {}

    /** @param viewsSeen the last correction of views that counted in it */
    record Line(Periods.Month month, boolean funded, long viewsSeen) {
        boolean closed() {
            return month.state().equals("closed");
        }
    }

    static Optional<Line> find(Transaction tx, String period) {
        return tx.first(READ + " where m.period = ?", MonthTable::line, period);
    }

    static List<Line> list(Transaction tx, int limit) {
        return tx.query(READ + " order by m.period desc fetch first ? rows only", MonthTable::line, limit);
    }

    static void begin(Transaction tx, String period, boolean provisional) {
        tx.update(
                "insert into revenue_month (period, state, provisional, begun_at) values (?, 'CLOSING', ?, ?)",
                period,
                provisional,
                tx.now());
    }

    static void funded(Transaction tx, String period, long viewsSeen) {
        tx.update("update revenue_month set funded = true, views_seen = ? where period = ?", viewsSeen, period);
    }

    static void close(Transaction tx, String period) {
        tx.update(
                "update revenue_month set state = 'CLOSED', closed_at = ? where period = ? and state = 'CLOSING'",
                tx.now(),
                period);
    }

    /** The last correction of views that any month before has seen. */
    static long viewsSeen(Transaction tx, String period) {
        return tx.first(
                        "select coalesce(max(views_seen), 0) n from revenue_month where period < ?",
                        row -> row.number("n"),
                        period)
                .orElseThrow();
    }

    /** The last month that is closed or closing; empty at the beginning. */
    static Optional<String> last(Transaction tx) {
        return tx.first("select max(period) p from revenue_month", row -> Optional.ofNullable(row.text("p")))
                .orElseThrow();
    }

    private static Line line(Row row) {
        Periods.Month month = new Periods.Month(
                row.text("period"),
                row.text("state").toLowerCase(java.util.Locale.ROOT),
                row.flag("provisional"),
                (int) row.number("suspended"),
                row.moment("closed_at"));
        return new Line(month, row.flag("funded"), row.number("views_seen"));
    }
}
