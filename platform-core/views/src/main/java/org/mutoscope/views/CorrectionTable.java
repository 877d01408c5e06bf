package org.mutoscope.views;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.views.Views;

/** Changes of days that are sealed: lines that are added, never changed. */
final class CorrectionTable {
    private CorrectionTable() {}

    static void add(Transaction tx, LocalDate day, Judged view, long micros, String reason) {
        tx.update(
                "insert into view_correction (on_day, play, job_id, viewer, micros, reason, at) values (?, ?, ?, ?, ?,"
                        + " ?, ?)",
                day.toString(),
                view.play(),
                view.jobId(),
                view.viewer(),
                micros,
                reason,
                tx.now());
    }

    /** What each play of a day counts, as it was sealed and corrected since. */
    static Map<String, Long> counted(Transaction tx, LocalDate day) {
        Map<String, Long> counted = new HashMap<>();
        tx.query(
                "select play, micros from view_verdict where on_day = ? and micros <> 0"
                        + " union all select play, micros from view_correction where on_day = ?",
                row -> counted.merge(row.text("play"), row.number("micros"), Long::sum),
                day.toString(),
                day.toString());
        return counted;
    }

    static List<Views.Correction> list(Transaction tx, long after, int limit) {
        return tx.query(
                "select c.seq, c.on_day, c.job_id, v.account_id, c.micros, c.reason, c.at from view_correction c left"
                        + " join view_viewer v on v.id = c.viewer where c.seq > ? order by c.seq fetch first ? rows only",
                row -> new Views.Correction(
                        row.number("seq"),
                        YearMonth.from(LocalDate.parse(row.text("on_day"))),
                        row.text("job_id"),
                        row.text("account_id"),
                        row.number("micros"),
                        row.text("reason"),
                        row.moment("at")),
                after,
                limit);
    }
}
