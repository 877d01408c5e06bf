package org.mutoscope.revenue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Runs, and what the models answered. */
final class RunTable {
    static final String VIEWS = "views";
    static final String ADS = "ads";
    static final String LICENCES = "licences";

    private static final int REASON = 500;
    private static final String READ =
            "select id, period, pool, currency, cause, micros, shared, kept, made_by, state, reason from revenue_run";

    private RunTable() {}

    /** @param kept the platform's part that was booked */
    record Line(Periods.Run run, String period, long kept) {
        long id() {
            return run.id();
        }

        /** Purpose of the platform's account that has its money. */
        String place() {
            return org.mutoscope.core.ledger.MoneyBook.pool(run.pool());
        }

        /** Where {@code alloc} has what the model answered. */
        String answers() {
            return "run-" + run.id();
        }

        /** What statements name: the line of an import, or the pool of a month. */
        String cause() {
            return run.cause().isEmpty() ? "pool " + period + " " + run.pool() : run.cause();
        }
    }

    static void insert(Transaction tx, String period, Earned earned) {
        tx.update(
                "insert into revenue_run (period, pool, currency, cause, micros, state, at) values (?, ?, ?, ?, ?, 'OPEN', ?)",
                period,
                earned.pool(),
                earned.currency(),
                earned.cause(),
                earned.micros(),
                tx.now());
    }

    /** Money of a month that is to be shared at once. */
    record Earned(String pool, String currency, String cause, long micros) {}

    static List<Line> of(Transaction tx, String period) {
        return tx.query(READ + " where period = ? order by id", RunTable::line, period);
    }

    static Optional<Line> find(Transaction tx, long id) {
        return tx.first(READ + " where id = ?", RunTable::line, id);
    }

    /** Takes what earlier months could not share: the pools by views that nobody had a claim on. */
    static Map<String, Long> carried(Transaction tx) {
        Map<String, Long> carried = new TreeMap<>();
        tx.query(
                "select id, currency, micros - shared n from revenue_run where state = 'CARRIED' and taken = false",
                row -> carried.merge(row.text("currency"), row.number("n"), Math::addExact));
        tx.update("update revenue_run set taken = true where state = 'CARRIED' and taken = false");
        return carried;
    }

    /** Runs of the same cause that wait for a model. */
    static List<Line> waiting(Transaction tx, Earned earned) {
        return tx.query(
                READ + " where cause = ? and currency = ? and state = 'SUSPENDED'",
                RunTable::line,
                earned.cause(),
                earned.currency());
    }

    /** What the platform kept of a cause by earlier runs. */
    static long kept(Transaction tx, Line run) {
        return tx.first(
                        "select coalesce(sum(kept), 0) n from revenue_run where cause = ? and currency = ? and id <> ? and cause <> ''",
                        row -> row.number("n"),
                        run.run().cause(),
                        run.run().currency(),
                        run.id())
                .orElseThrow();
    }

    static void allocated(Transaction tx, long id, String by) {
        tx.update("update revenue_run set state = 'ALLOCATED', made_by = ?, reason = null where id = ?", by, id);
    }

    static void shared(Transaction tx, long id, long shared, long kept) {
        tx.update("update revenue_run set state = 'SHARED', shared = ?, kept = ? where id = ?", shared, kept, id);
    }

    static void carry(Transaction tx, long id, String reason) {
        tx.update("update revenue_run set state = 'CARRIED', reason = ? where id = ?", reason, id);
    }

    static void suspend(Transaction tx, long id, String reason) {
        tx.update("update revenue_run set state = 'SUSPENDED', reason = ? where id = ?", cut(reason), id);
    }

    /** Forgets what a model answered before all of it was written. */
    static void clear(Transaction tx, Line run) {
        tx.update("delete from alloc where period = ? and pool = ?", run.period(), run.answers());
    }

    static void answer(Transaction tx, Line run, Answer answer) {
        tx.update(
                "insert into alloc (period, rule_version, pool, holder_id, asset, weight, amount) values (?, ?, ?, ?, ?, ?, ?)",
                run.period(),
                answer.by(),
                run.answers(),
                answer.holder(),
                run.run().currency(),
                answer.weight(),
                answer.micros());
    }

    /** What a model answered for one holder. @param by at most 40 characters */
    record Answer(String by, String holder, long weight, long micros) {}

    /** Answers in the order of the holders' names, after one. */
    static List<Answer> answers(Transaction tx, Line run, String after, int limit) {
        return tx.query(
                "select rule_version, holder_id, weight, amount from alloc where period = ? and pool = ? and holder_id > ?"
                        + " order by holder_id fetch first ? rows only",
                row -> new Answer(
                        row.text("rule_version"), row.text("holder_id"), row.number("weight"), row.number("amount")),
                run.period(),
                run.answers(),
                after,
                limit);
    }

    private static String cut(String reason) {
        return reason.length() > REASON ? reason.substring(0, REASON) : reason;
    }

    private static Line line(Row row) {
        Periods.Run run = new Periods.Run(
                row.number("id"),
                row.text("pool"),
                row.text("currency"),
                row.text("cause"),
                row.number("micros"),
                row.number("shared"),
                row.text("made_by"),
                row.text("state").toLowerCase(Locale.ROOT),
                row.text("reason"));
        return new Line(run, row.text("period"), row.number("kept"));
    }
}
