package org.mutoscope.views;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.mutoscope.core.storage.Transaction;

/** What operators decided about the views of a video on a day. The last decision counts. */
final class RulingTable {
    private RulingTable() {}

    /** A decision. */
    record Ruling(String jobId, LocalDate day, boolean withhold, String reason) {}

    static void add(Transaction tx, Ruling ruling) {
        tx.update(
                "insert into view_ruling (job_id, on_day, withhold, reason, at) values (?, ?, ?, ?, ?)",
                ruling.jobId(),
                ruling.day().toString(),
                ruling.withhold(),
                ruling.reason(),
                tx.now());
    }

    /** By video, as of a row. */
    static Map<String, Ruling> of(Transaction tx, LocalDate day, long upTo) {
        Map<String, Ruling> last = new HashMap<>();
        tx.query(
                "select job_id, withhold, reason from view_ruling where on_day = ? and seq <= ? order by seq",
                row -> last.put(
                        row.text("job_id"),
                        new Ruling(row.text("job_id"), day, row.flag("withhold"), row.text("reason"))),
                day.toString(),
                upTo);
        return last;
    }

    /** Last row about a day; 0 if there is none. */
    static long last(Transaction tx, LocalDate day) {
        return tx.first(
                        "select coalesce(max(seq), 0) last from view_ruling where on_day = ?",
                        row -> row.number("last"),
                        day.toString())
                .orElse(0L);
    }
}
