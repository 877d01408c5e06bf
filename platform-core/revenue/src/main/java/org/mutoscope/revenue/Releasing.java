package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Makes payable what has been on hold long enough, unless it is in dispute whose the subject is, or the holder's account is frozen. */
final class Releasing {
    private static final int AT_ONCE = 500;

    private static final String DUE =
            "select l.id, l.holder, l.currency from revenue_line l join account a on a.id = l.holder left join rights_subject s on s.id = l.subject_id"
                    + " where l.state = 'ON_HOLD' and l.release_at <= ? and l.against_id is null and a.frozen = false"
                    + " and (s.id is null or s.state <> 'FROZEN') order by l.release_at, l.seq fetch first ? rows only";

    private final UnitOfWork storage;
    private final Lines lines;

    Releasing(UnitOfWork storage, Lines lines) {
        this.storage = storage;
        this.lines = lines;
    }

    /** @return how many lines became payable */
    int run() {
        int released = storage.write(this::some);
        return released < AT_ONCE ? released : released + run();
    }

    private int some(Transaction tx) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        List<String[]> due = tx.query(
                DUE,
                row -> new String[] {row.text("id"), row.text("holder") + "|" + row.text("currency")},
                tx.now(),
                AT_ONCE);
        for (String[] line : due) {
            groups.computeIfAbsent(line[1], group -> new ArrayList<>()).add(line[0]);
        }
        groups.keySet().stream().sorted().forEach(group -> release(tx, groups.get(group)));
        return due.size();
    }

    /** Unique for ever: a line that was reversed and restored is released again, and has more lines against it than before. */
    private static String key(Transaction tx, String id) {
        long against = tx.first("select count(*) n from revenue_line where against_id = ?", row -> row.number("n"), id)
                .orElseThrow();
        return against == 0 ? id : id + "|" + against;
    }

    private void release(Transaction tx, List<String> ids) {
        List<String> all = new ArrayList<>(ids);
        for (String id : ids) {
            all.addAll(tx.query(
                    "select id from revenue_line where against_id = ? and state = 'ON_HOLD'",
                    row -> row.text("id"),
                    id));
        }
        lines.release(tx, key(tx, ids.get(0)), all);
    }
}
