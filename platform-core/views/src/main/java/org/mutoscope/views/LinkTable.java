package org.mutoscope.views;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.views.Facts.Pair;

/**
 * Which viewers are paid for a video themselves, or belong with somebody who is. It is written down when the guard sees it and not looked up again: who was seen
 * on one device is forgotten after a month, and who an account belongs to is forgotten when it leaves; the verdict stays the same.
 */
final class LinkTable {
    static final String OWN = "OWN";
    static final String LINKED = "LINKED";

    private LinkTable() {}

    private record Link(Pair pair, String kind) {}

    private record Watched(Pair pair, String account) {}

    /** Writes down what is new about the viewers of a day. */
    static void observe(UnitOfWork storage, LocalDate day, Clusters clusters) {
        Set<Link> found = storage.read(tx -> found(tx, day, clusters));
        if (!found.isEmpty()) {
            storage.write(tx -> {
                found.forEach(link -> add(tx, link));
                return null;
            });
        }
    }

    private static Set<Link> found(Transaction tx, LocalDate day, Clusters clusters) {
        Map<String, Set<String>> holders = Videos.holders(tx, day);
        List<Watched> all = tx.query(
                "select distinct e.viewer, e.job_id, v.account_id from view_event e join view_viewer v on v.id ="
                        + " e.viewer where e.on_day = ? and v.account_id is not null",
                row -> new Watched(new Pair(row.text("viewer"), row.text("job_id")), row.text("account_id")),
                day.toString());
        Set<Link> found = new HashSet<>();
        for (Watched watched : all) {
            Set<String> paid = holders.getOrDefault(watched.pair().jobId(), Set.of());
            if (paid.contains(watched.account())) {
                found.add(new Link(watched.pair(), OWN));
            } else if (paid.stream().anyMatch(holder -> clusters.together(holder, watched.account()))) {
                found.add(new Link(watched.pair(), LINKED));
            }
        }
        for (String kind : List.of(OWN, LINKED)) {
            of(tx, day, kind, Long.MAX_VALUE).forEach(pair -> found.remove(new Link(pair, kind)));
        }
        return found;
    }

    private static void add(Transaction tx, Link link) {
        try {
            tx.update(
                    "insert into view_link (viewer, job_id, kind, at) values (?, ?, ?, ?)",
                    link.pair().viewer(),
                    link.pair().jobId(),
                    link.kind(),
                    tx.now());
        } catch (DuplicateKey there) {
            // It was written down before.
        }
    }

    /** What is known of the videos of a day, as of a row. */
    static Set<Pair> of(Transaction tx, LocalDate day, String kind, long upTo) {
        return new HashSet<>(tx.query(
                "select viewer, job_id from view_link where kind = ? and seq <= ?"
                        + " and job_id in (select job_id from view_event where on_day = ?)",
                row -> new Pair(row.text("viewer"), row.text("job_id")),
                kind,
                upTo,
                day.toString()));
    }

    /** Last row; 0 if there is none. */
    static long last(Transaction tx) {
        return tx.first("select coalesce(max(seq), 0) last from view_link", row -> row.number("last"))
                .orElse(0L);
    }
}
