package org.mutoscope.views;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.views.ViewDesk.Count;
import org.mutoscope.core.views.ViewDesk.Seen;

/** What was seen of videos in a month, by verdict. */
final class CountTable {
    private static final String CORRECTED = "corrected";
    private static final String MINE =
            " and job_id in (select id from job where account_id = ? union select job_id from rights_use where holder"
                    + " = ?)";

    private CountTable() {}

    /** Which videos. @param video null for all @param after or null */
    record Wanted(YearMonth month, String video, String after, int limit) {}

    private record Line(String video, String verdict, long views, long micros) {}

    static List<Count> of(Transaction tx, Caller by, Wanted wanted) {
        List<String> videos = wanted.video() == null ? videos(tx, by, wanted) : List.of(wanted.video());
        if (videos.isEmpty()) {
            return List.of();
        }
        Map<String, List<Seen>> counts = new LinkedHashMap<>();
        videos.forEach(video -> counts.put(video, new ArrayList<>()));
        for (Line line : lines(tx, wanted.month(), videos.get(0), videos.get(videos.size() - 1))) {
            if (counts.containsKey(line.video())) {
                counts.get(line.video()).add(seen(line));
            }
        }
        List<Count> all = new ArrayList<>();
        counts.forEach((video, seen) -> all.add(new Count(video, seen)));
        return all;
    }

    private static Seen seen(Line line) {
        if (line.verdict().equals(CORRECTED)) {
            return new Seen(CORRECTED, false, line.views(), line.micros());
        }
        Verdict verdict = Verdict.valueOf(line.verdict());
        return new Seen(verdict.word(), verdict.withheld(), line.views(), line.micros());
    }

    private static List<String> videos(Transaction tx, Caller by, Wanted wanted) {
        List<Object> values = new ArrayList<>();
        String after = wanted.after() == null ? "" : wanted.after();
        boolean all = Videos.oversees(by);
        values.addAll(List.of(Counting.first(wanted.month()), Counting.last(wanted.month()), after));
        values.addAll(all ? List.of() : List.of(by.accountId(), by.accountId()));
        values.addAll(List.of(wanted.month().toString(), after));
        values.addAll(all ? List.of() : List.of(by.accountId(), by.accountId()));
        values.add(wanted.limit());
        String mine = all ? "" : MINE;
        return tx.query(
                "select job_id from (select job_id from view_verdict where on_day between ? and ? and job_id > ?" + mine
                        + " union select job_id from view_sum where in_month = ? and job_id > ?" + mine
                        + ") watched order by job_id fetch first ? rows only",
                row -> row.text("job_id"),
                values.toArray());
    }

    private static List<Line> lines(Transaction tx, YearMonth month, String first, String last) {
        return tx.query(
                "select job_id, verdict, count(*) views, sum(micros) micros from view_verdict where on_day between ?"
                        + " and ? and job_id between ? and ? group by job_id, verdict union all select job_id, verdict,"
                        + " views, micros from view_sum where in_month = ? and job_id between ? and ? union all select"
                        + " job_id, '" + CORRECTED + "', count(*), sum(micros) from view_correction"
                        + " where on_day between ? and ? and job_id between ? and ? group by job_id order by 1, 2",
                row -> new Line(row.text("job_id"), row.text("verdict"), row.number("views"), row.number("micros")),
                Counting.first(month),
                Counting.last(month),
                first,
                last,
                month.toString(),
                first,
                last,
                Counting.first(month),
                Counting.last(month),
                first,
                last);
    }
}
