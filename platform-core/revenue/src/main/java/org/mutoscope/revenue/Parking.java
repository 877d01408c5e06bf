package org.mutoscope.revenue;

import java.time.Duration;
import java.util.List;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.storage.Transaction;

/** Sets aside the money of runs that cannot be shared, in suspense, where whoever runs the platform sees it with the reason. */
final class Parking {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final MoneyBook book;

    Parking(MoneyBook book) {
        this.book = book;
    }

    /** Name in suspense. */
    static String name(long run) {
        return "run " + run;
    }

    /** The run waits; its money with it. Months look after their runs themselves, hence no next try. */
    void park(Transaction tx, RunTable.Line run, String reason) {
        boolean waits = run.run().state().equals("suspended");
        RunTable.suspend(tx, run.id(), reason);
        String shown = reason.length() > 500 ? reason.substring(0, 500) : reason;
        if (waits) {
            tx.update(
                    "update revenue_suspense set reason = ?, attempts = attempts + 1 where cause = ?",
                    shown,
                    name(run.id()));
            return;
        }
        long micros = Math.max(0, fresh(tx, run));
        tx.update(
                "insert into revenue_suspense (cause, currency, micros, source, reason, attempts, next_try, at) values (?, ?, ?, ?, ?, 1, ?, ?)",
                name(run.id()),
                run.run().currency(),
                micros,
                run.place(),
                shown,
                tx.now().plus(NEVER),
                tx.now());
        move(tx, run, "park", micros);
    }

    /** Brings the money back, if it was set aside. */
    void back(Transaction tx, RunTable.Line run) {
        tx.query(
                        "select micros from revenue_suspense where cause = ? and currency = ?",
                        row -> row.number("micros"),
                        name(run.id()),
                        run.run().currency())
                .forEach(micros -> move(tx, run, "unpark", -micros));
        tx.update(
                "delete from revenue_suspense where cause = ? and currency = ?",
                name(run.id()),
                run.run().currency());
    }

    private void move(Transaction tx, RunTable.Line run, String act, long micros) {
        if (micros != 0) {
            List<MoneyBook.Line> lines = List.of(
                    Place.platform(run.place(), run.run().currency()).line(-micros),
                    Place.platform(MoneyBook.SUSPENSE, run.run().currency()).line(micros));
            book.post(
                    tx,
                    new Posting(
                            act + "|run|" + run.id(), micros > 0 ? "PARK" : "UNPARK", run.cause(), tx.now(), lines));
        }
    }

    /** What this run adds to what earlier ones of its cause had. */
    private static long fresh(Transaction tx, RunTable.Line run) {
        long before = tx.first(
                        "select coalesce(sum(shared + kept), 0) n from revenue_run where cause = ? and cause <> '' and currency = ? and id < ?",
                        row -> row.number("n"),
                        run.run().cause(),
                        run.run().currency(),
                        run.id())
                .orElseThrow();
        return run.run().micros() - before;
    }

    /** A run that has all of its cause takes the place of those that wait. */
    void supersede(Transaction tx, RunTable.Earned earned) {
        for (RunTable.Line waits : RunTable.waiting(tx, earned)) {
            back(tx, waits);
            RunTable.carry(tx, waits.id(), "a later correction has its money");
            tx.update("update revenue_run set taken = true where id = ?", waits.id());
        }
    }
}
