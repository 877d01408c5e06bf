package org.mutoscope.views;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.Watch.Event;

/** What players said, as it came. Rows are added and, when their time is over, deleted; never changed. */
final class EventTable {
    private static final int PAGE = 10_000;

    private EventTable() {}

    /** Adds an event; one with this number in this play is there already if it was sent twice. */
    static void add(Transaction tx, Ticket ticket, Event event, String network) {
        try {
            tx.update(
                    "insert into view_event (at, on_day, play, n, kind, watched_ms, visible, job_id, viewer, level,"
                            + " since, began, network) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    tx.now(),
                    ticket.day().toString(),
                    ticket.play(),
                    event.n(),
                    event.kind().name(),
                    event.watchedMillis(),
                    event.visible(),
                    ticket.jobId(),
                    ticket.viewer(),
                    ticket.level().name(),
                    ticket.since(),
                    ticket.began(),
                    network);
        } catch (DuplicateKey sentBefore) {
            // What came first counts: a replay changes nothing.
        }
    }

    /** Days of which something was taken down behind a row, and that are not sealed. @param after last row that was seen */
    static Set<LocalDate> days(Transaction tx, long after) {
        return new TreeSet<>(tx.query(
                "select distinct e.on_day from view_event e left join view_day d on d.on_day = e.on_day"
                        + " where e.seq > ? and d.sealed_at is null",
                row -> LocalDate.parse(row.text("on_day")),
                after));
    }

    /** Last row of all; 0 if there is none. */
    static long last(Transaction tx) {
        return tx.first("select coalesce(max(seq), 0) last from view_event", row -> row.number("last"))
                .orElse(0L);
    }

    /** Last row of a day; 0 if there is none. */
    static long last(Transaction tx, LocalDate day) {
        return tx.first(
                        "select coalesce(max(seq), 0) last from view_event where on_day = ?",
                        row -> row.number("last"),
                        day.toString())
                .orElse(0L);
    }

    /** The plays of a day, as of a row. Read in pages, so that nobody waits for a day to be read. */
    static Collection<Play> plays(UnitOfWork storage, LocalDate day, long upTo) {
        Map<String, Play> plays = new HashMap<>();
        long[] after = {0};
        int read;
        do {
            read = storage.read(tx -> page(tx, day, new long[] {after[0], upTo}, row -> {
                after[0] = row.number("seq");
                plays.computeIfAbsent(row.text("play"), id -> new Play(ticket(row)))
                        .add(new Play.Said(
                                (int) row.number("n"),
                                row.number("watched_ms"),
                                row.flag("visible"),
                                row.moment("at"),
                                row.text("network")));
                return 1;
            }));
        } while (read == PAGE);
        return plays.values();
    }

    private static int page(Transaction tx, LocalDate day, long[] between, Transaction.Reader<Integer> reader) {
        return tx.query(
                        "select seq, at, play, n, watched_ms, visible, job_id, viewer, level, since, began, network"
                                + " from view_event where on_day = ? and seq > ? and seq <= ? order by seq fetch"
                                + " first " + PAGE
                                + " rows only",
                        reader,
                        day.toString(),
                        between[0],
                        between[1])
                .size();
    }

    private static Ticket ticket(Row row) {
        return new Ticket(
                row.text("play"),
                row.text("job_id"),
                row.text("viewer"),
                Level.valueOf(row.text("level")),
                row.moment("since"),
                row.moment("began"));
    }
}
