package org.mutoscope.views;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.views.Facts.Pair;

/** What the guard made of each play. */
final class VerdictTable {
    private static final int BATCH = 500;
    private static final String READ = "select play, job_id, viewer, began, verdict, micros from view_verdict";

    private VerdictTable() {}

    /** By play. */
    static Map<String, Judged> of(Transaction tx, LocalDate day) {
        Map<String, Judged> all = new HashMap<>();
        tx.query(READ + " where on_day = ?", row -> all.put(row.text("play"), judged(row)), day.toString());
        return all;
    }

    /** Views by the rules on a day, withheld or not: what keeps others from counting on the day after. */
    static List<Facts.Seen> whole(Transaction tx, LocalDate day) {
        return tx
                .query(READ + " where on_day = ? and viewer is not null", VerdictTable::judged, day.toString())
                .stream()
                .filter(judged -> judged.verdict().whole())
                .map(judged -> new Facts.Seen(new Pair(judged.viewer(), judged.jobId()), judged.began()))
                .toList();
    }

    /** Writes those that are new or have changed, some at a time so that others can write in between. @return how many */
    static int write(UnitOfWork storage, LocalDate day, List<Judged> judged) {
        Map<String, Judged> known = storage.read(tx -> of(tx, day));
        List<Judged> changed = new ArrayList<>(judged.stream()
                .filter(one -> !one.equals(known.get(one.play())))
                .toList());
        for (int from = 0; from < changed.size(); from += BATCH) {
            List<Judged> some = changed.subList(from, Math.min(from + BATCH, changed.size()));
            storage.write(tx -> {
                some.forEach(one -> put(tx, day, one));
                return null;
            });
        }
        return changed.size();
    }

    private static void put(Transaction tx, LocalDate day, Judged one) {
        int there = tx.update(
                "update view_verdict set verdict = ?, micros = ? where play = ?",
                one.verdict().name(),
                one.micros(),
                one.play());
        if (there == 0) {
            tx.update(
                    "insert into view_verdict (play, on_day, job_id, viewer, began, verdict, micros) values (?, ?, ?,"
                            + " ?, ?, ?, ?)",
                    one.play(),
                    day.toString(),
                    one.jobId(),
                    one.viewer(),
                    one.began(),
                    one.verdict().name(),
                    one.micros());
        }
    }

    /** Keeps only sums of a month. */
    static void sum(Transaction tx, YearMonth month) {
        Object[] days = {month.atDay(1).toString(), month.atEndOfMonth().toString()};
        tx.update(
                "insert into view_sum (in_month, job_id, verdict, views, micros) select substring(on_day from 1 for"
                        + " 7), job_id, verdict, count(*), sum(micros) from view_verdict where on_day between ? and ?"
                        + " group by substring(on_day from 1 for 7), job_id, verdict",
                days);
        tx.update("delete from view_verdict where on_day between ? and ?", days);
    }

    private static Judged judged(Row row) {
        return new Judged(
                row.text("play"),
                row.text("job_id"),
                row.text("viewer"),
                row.moment("began"),
                Verdict.valueOf(row.text("verdict")),
                row.number("micros"));
    }
}
