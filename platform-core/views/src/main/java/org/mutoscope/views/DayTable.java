package org.mutoscope.views;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** How far the guard is with each day on which somebody watched. */
final class DayTable {
    private static final String READ =
            "select on_day, rules, event_seq, link_seq, ruling_seq, again, sealed_at from view_day";

    private DayTable() {}

    /**
     * Last rows that a day was judged by.
     *
     * @param events in {@code view_event}
     * @param links in {@code view_link}
     * @param rulings in {@code view_ruling}
     */
    record Basis(long events, long links, long rulings) {
        /** As the tables are now. */
        static Basis now(Transaction tx, LocalDate day) {
            return new Basis(EventTable.last(tx, day), LinkTable.last(tx), RulingTable.last(tx, day));
        }
    }

    /** A day. @param again whether something about it has changed since @param sealedAt or null */
    record Day(LocalDate day, Rules rules, Basis basis, boolean again, Instant sealedAt) {}

    static Optional<Day> find(Transaction tx, LocalDate day) {
        return tx.first(READ + " where on_day = ?", DayTable::day, day.toString());
    }

    /** The same, and nobody else changes it until the end of the transaction. */
    static Optional<Day> lock(Transaction tx, LocalDate day) {
        return tx.first(READ + " where on_day = ? for update", DayTable::day, day.toString());
    }

    static List<Day> of(Transaction tx, YearMonth month) {
        return tx.query(
                READ + " where on_day between ? and ? order by on_day",
                DayTable::day,
                month.atDay(1).toString(),
                month.atEndOfMonth().toString());
    }

    /** Days about which something has changed, sealed ones too; the oldest first. */
    static List<Day> again(Transaction tx) {
        return tx.query(READ + " where again = true order by on_day", DayTable::day);
    }

    /**
     * Last row of the days that are sealed: behind it begins what need be looked at after a start. Days are sealed in order, when those before are judged.
     */
    static long sealed(Transaction tx) {
        return tx.first(
                        "select coalesce(max(event_seq), 0) last from view_day where sealed_at is not null",
                        row -> row.number("last"))
                .orElse(0L);
    }

    /** Days that can be sealed; the oldest first. */
    static List<Day> due(Transaction tx, LocalDate upTo) {
        return tx.query(
                READ + " where sealed_at is null and on_day <= ? order by on_day", DayTable::day, upTo.toString());
    }

    /** Writes down what a day was judged by. Call it with the day locked. */
    static void judged(Transaction tx, LocalDate day, Rules rules, Basis basis) {
        boolean again = RulingTable.last(tx, day) > basis.rulings();
        int there = tx.update(
                "update view_day set rules = ?, event_seq = ?, link_seq = ?, ruling_seq = ?, again = ? where on_day ="
                        + " ?",
                rules.toString(),
                basis.events(),
                basis.links(),
                basis.rulings(),
                again,
                day.toString());
        if (there == 0) {
            insert(tx, day, rules, basis);
        }
    }

    private static void insert(Transaction tx, LocalDate day, Rules rules, Basis basis) {
        try {
            tx.update(
                    "insert into view_day (on_day, rules, event_seq, link_seq, ruling_seq) values (?, ?, ?, ?, ?)",
                    day.toString(),
                    rules.toString(),
                    basis.events(),
                    basis.links(),
                    basis.rulings());
        } catch (DuplicateKey another) {
            // Another has judged it meanwhile; whoever comes next judges it by all rows.
        }
    }

    /** Has a day looked at again. */
    static void again(Transaction tx, LocalDate day, boolean again) {
        tx.update("update view_day set again = ? where on_day = ?", again, day.toString());
    }

    static void seal(Transaction tx, LocalDate day) {
        tx.update("update view_day set sealed_at = ?, again = false where on_day = ?", tx.now(), day.toString());
    }

    private static Day day(Row row) {
        return new Day(
                LocalDate.parse(row.text("on_day")),
                Rules.parse(row.text("rules")),
                new Basis(row.number("event_seq"), row.number("link_seq"), row.number("ruling_seq")),
                row.flag("again"),
                row.moment("sealed_at"));
    }
}
