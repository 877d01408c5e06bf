package org.mutoscope.revenue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Revenue.Stream;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Books what a model answered. A cause that was shared before is booked as the difference to what holders have of it, so that a correction, however often and in
 * whatever order, ends at the same sums; what holders have to give back comes from what they have of that very cause.
 */
final class RunBooking {
    private static final int BATCH = 200;
    private static final long VIEW = 1_000_000_000;

    private final UnitOfWork storage;
    private final MoneyBook book;
    private final Lines lines;

    RunBooking(UnitOfWork storage, MoneyBook book, Lines lines) {
        this.storage = storage;
        this.book = book;
        this.lines = lines;
    }

    /** @param run whose answer is written whole */
    void book(RunTable.Line run) {
        if (run.run().pool().equals(RunTable.VIEWS)) {
            pool(run);
        } else {
            storage.write(tx -> cause(tx, run));
        }
    }

    private void pool(RunTable.Line run) {
        long total = storage.read(tx -> sum(tx, run, "weight"));
        String after = "";
        while (true) {
            String from = after;
            List<RunTable.Answer> some = storage.read(tx -> RunTable.answers(tx, run, from, BATCH));
            if (some.isEmpty()) {
                break;
            }
            storage.write(tx -> {
                some.stream()
                        .sorted(java.util.Comparator.comparing(RunTable.Answer::holder))
                        .forEach(answer -> lines.add(tx, line(run, answer, answer.micros(), total)));
                return null;
            });
            after = some.get(some.size() - 1).holder();
        }
        storage.write(tx -> {
            long shared = sum(tx, run, "amount");
            keep(tx, run, run.run().micros() - shared);
            RunTable.shared(tx, run.id(), shared, run.run().micros() - shared);
            return null;
        });
    }

    private static long sum(Transaction tx, RunTable.Line run, String what) {
        return tx.first(
                        "select coalesce(sum(" + what + "), 0) n from alloc where period = ? and pool = ?",
                        row -> row.number("n"),
                        run.period(),
                        run.answers())
                .orElseThrow();
    }

    /** Few holders, so all in one transaction: either none of it is booked, or the run is done. */
    private Void cause(Transaction tx, RunTable.Line run) {
        Map<String, Long> had = Givebacks.had(tx, run);
        Map<String, RunTable.Answer> answers = new TreeMap<>();
        had.keySet().forEach(holder -> answers.put(holder, new RunTable.Answer("", holder, 0, 0)));
        RunTable.answers(tx, run, "", Integer.MAX_VALUE).forEach(answer -> answers.put(answer.holder(), answer));
        long total = sum(tx, run, "weight");
        long target = 0;
        long before = 0;
        for (RunTable.Answer answer : answers.values()) {
            long has = had.getOrDefault(answer.holder(), 0L);
            long more = answer.micros() - has;
            if (more > 0) {
                long open = Givebacks.forgive(tx, book, run, answer.holder(), more);
                if (open > 0) {
                    lines.add(tx, line(run, answer, open, total));
                }
            } else if (more < 0) {
                Givebacks.take(tx, lines, book, run, answer.holder(), -more);
            }
            target += answer.micros();
            before += has;
        }
        long keep = run.run().micros() - target - RunTable.kept(tx, run);
        keep(tx, run, keep);
        RunTable.shared(tx, run.id(), target - before, keep);
        return null;
    }

    /** What no holder has is the platform's. */
    private void keep(Transaction tx, RunTable.Line run, long micros) {
        if (micros != 0) {
            List<MoneyBook.Line> both = List.of(
                    Place.platform(run.place(), run.run().currency()).line(-micros),
                    Place.platform(MoneyBook.REVENUE, run.run().currency()).line(micros));
            book.post(tx, new Posting("keep|run|" + run.id(), "KEEP", run.cause(), tx.now(), both));
        }
    }

    private static NewLine line(RunTable.Line run, RunTable.Answer answer, long micros, long total) {
        boolean views = run.run().pool().equals(RunTable.VIEWS);
        Stream stream = views ? Stream.POOL : run.run().pool().equals(RunTable.ADS) ? Stream.AD : Stream.LICENCE;
        String key = "run|" + run.id() + "|" + answer.holder();
        return NewLine.of(
                        key,
                        stream,
                        answer.holder(),
                        new NewLine.Money(run.run().currency(), micros))
                .from(run.place())
                .about(null, null, run.cause())
                .units(
                        views ? answer.weight() / VIEW : 0,
                        answer.micros() + "/" + run.run().micros())
                .weighed(answer.weight(), total)
                .by(run.run().by())
                .in(run.period());
    }
}
