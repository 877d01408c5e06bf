package org.mutoscope.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Stream;
import org.mutoscope.core.storage.Transaction;

/**
 * Income from outside that turned out to be less: holders give back of what they have of that cause, first on hold, then payable; what was paid out by then is
 * the platform's loss, never a debt. If it turns out to be more again, the loss is made good first.
 */
final class Givebacks {
    private static final String OPEN =
            "select l.id, l.job_id, l.subject_id, l.state, l.release_at, l.payout_id, l.micros + (select coalesce(sum(a.micros), 0) from revenue_line a"
                    + " where a.against_id = l.id) n from revenue_line l where l.cause = ? and l.currency = ? and l.holder = ?"
                    + " and l.stream <> 'ADJUSTMENT' order by l.seq desc";
    private static final String LOST =
            "select l.id, x.micros n from revenue_loss x join revenue_line l on l.id = x.line_id"
                    + " where l.cause = ? and l.currency = ? and l.holder = ? and x.micros > 0 order by l.seq";

    private Givebacks() {}

    /** What of a line is left. @param state ON_HOLD and PAYABLE can be lowered @param payoutId of one that is on its way */
    private record Open(
            String id, String jobId, String subjectId, State state, Instant releaseAt, String payoutId, long micros) {}

    /** What holders have of the cause of a run, losses taken off. */
    static Map<String, Long> had(Transaction tx, RunTable.Line run) {
        Map<String, Long> had = new TreeMap<>();
        tx.query(
                "select holder, sum(micros) n from revenue_line where cause = ? and currency = ? group by holder",
                row -> had.put(row.text("holder"), row.number("n")),
                run.cause(),
                run.run().currency());
        had.replaceAll((holder, micros) ->
                micros - lost(tx, run, holder).stream().mapToLong(Lost::micros).sum());
        return had;
    }

    private record Lost(String id, long micros) {}

    private static List<Lost> lost(Transaction tx, RunTable.Line run, String holder) {
        return tx.query(
                LOST,
                row -> new Lost(row.text("id"), row.number("n")),
                run.cause(),
                run.run().currency(),
                holder);
    }

    /** Takes something back. */
    static void take(Transaction tx, Lines lines, MoneyBook book, RunTable.Line run, String holder, long micros) {
        List<Open> all = tx.query(
                OPEN,
                row -> new Open(
                        row.text("id"),
                        row.text("job_id"),
                        row.text("subject_id"),
                        State.valueOf(row.text("state")),
                        row.moment("release_at"),
                        row.text("payout_id"),
                        row.number("n")),
                run.cause(),
                run.run().currency(),
                holder);
        long left = micros;
        for (State state : List.of(State.ON_HOLD, State.PAYABLE)) {
            for (Open open : all) {
                long part = open.state() == state && open.payoutId() == null ? Math.min(left, open.micros()) : 0;
                if (part > 0) {
                    lines.add(tx, lower(run, holder, open, part));
                    left -= part;
                    if (part == open.micros()) {
                        reverse(tx, open.id());
                    }
                }
            }
        }
        if (left > 0) {
            lose(tx, book, run, all.get(0).id(), left);
        }
    }

    /** A line of which nothing is left stands with all that lowers it. */
    private static void reverse(Transaction tx, String id) {
        tx.update("update revenue_line set state = 'REVERSED' where id = ? or against_id = ?", id, id);
    }

    private static NewLine lower(RunTable.Line run, String holder, Open open, long micros) {
        String key = "run|" + run.id() + "|" + open.id();
        NewLine.Money money = new NewLine.Money(run.run().currency(), -micros);
        return NewLine.of(key, Stream.ADJUSTMENT, holder, money)
                .from(run.place())
                .about(open.jobId(), open.subjectId(), run.cause())
                .corrects(open.id(), open.id())
                .by(run.run().by())
                .stands(open.state(), open.releaseAt())
                .in(run.period());
    }

    /** The line that it is noted at is any of those that were paid: of a cause and a holder they are looked at together. */
    private static void lose(Transaction tx, MoneyBook book, RunTable.Line run, String line, long micros) {
        int known = tx.update("update revenue_loss set micros = micros + ? where line_id = ?", micros, line);
        if (known == 0) {
            tx.update(
                    "insert into revenue_loss (line_id, currency, micros) values (?, ?, ?)",
                    line,
                    run.run().currency(),
                    micros);
        }
        post(tx, book, run, "lose|run|" + run.id() + "|" + line, micros);
    }

    /** Makes losses good. @return what is left for the holder */
    static long forgive(Transaction tx, MoneyBook book, RunTable.Line run, String holder, long micros) {
        long left = micros;
        for (Lost lost : lost(tx, run, holder)) {
            long part = Math.min(left, lost.micros());
            if (part > 0) {
                tx.update("update revenue_loss set micros = micros - ? where line_id = ?", part, lost.id());
                post(tx, book, run, "good|run|" + run.id() + "|" + lost.id(), -part);
                left -= part;
            }
        }
        return left;
    }

    private static void post(Transaction tx, MoneyBook book, RunTable.Line run, String key, long micros) {
        List<MoneyBook.Line> lines = List.of(
                Place.platform(MoneyBook.LOSSES, run.run().currency()).line(-micros),
                Place.platform(run.place(), run.run().currency()).line(micros));
        book.post(tx, new Posting(key, micros > 0 ? "LOSE" : "RECOVER", run.cause(), tx.now(), lines));
    }
}
