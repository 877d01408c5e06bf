package org.mutoscope.revenue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Revenue.Suspended;
import org.mutoscope.core.storage.Transaction;

/**
 * What is set aside until somebody can say whose it is. The platform's account {@code suspense} is the sum of these rows. A cause has one row in each
 * currency; taking it back clears it.
 */
final class Suspense {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 7;
    private static final int LONGEST_REASON = 500;

    private final MoneyBook book;

    Suspense(MoneyBook book) {
        this.book = book;
    }

    /** What is set aside. @param cause at most 100 characters @param micros 0 to remember the cause alone @param source the platform's account it is from */
    record Parked(String cause, String currency, long micros, String source) {}

    /** Sets aside; not twice. */
    void park(Transaction tx, Parked parked) {
        boolean there = !tx.query(
                        "select cause from revenue_suspense where cause = ? and currency = ?",
                        row -> true,
                        parked.cause,
                        parked.currency)
                .isEmpty();
        if (there) {
            return;
        }
        tx.update(
                "insert into revenue_suspense (cause, currency, micros, source, next_try, at) values (?, ?, ?, ?, ?, ?)",
                parked.cause,
                parked.currency,
                parked.micros,
                parked.source,
                tx.now(),
                tx.now());
        move(tx, "park", parked);
    }

    /** Gives everything of a cause back to where it is from. @return whether there was something */
    boolean take(Transaction tx, String cause) {
        List<Parked> parked = tx.query(
                "select currency, micros, source from revenue_suspense where cause = ? order by currency",
                row -> new Parked(cause, row.text("currency"), row.number("micros"), row.text("source")),
                cause);
        for (Parked one : parked) {
            tx.update("delete from revenue_suspense where cause = ? and currency = ?", cause, one.currency);
            move(tx, "unpark", one);
        }
        return !parked.isEmpty();
    }

    /** Says why it could not be shared, and when that is tried again: later each time. @param currency of a row that remembers the cause, if nothing is set aside */
    void failed(Transaction tx, String cause, String reason, String currency) {
        if (tx.query("select cause from revenue_suspense where cause = ?", row -> true, cause)
                .isEmpty()) {
            park(tx, new Parked(cause, currency, 0, MoneyBook.REVENUE));
        }
        long attempts = tx.first(
                        "select max(attempts) n from revenue_suspense where cause = ?", row -> row.number("n"), cause)
                .orElse(0L);
        Duration pause = FIRST.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        tx.update(
                "update revenue_suspense set reason = ?, attempts = attempts + 1, next_try = ? where cause = ?",
                reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
                tx.now().plus(pause),
                cause);
    }

    /** Makes all clips and gifts due; months look after their own. @return how many there are */
    int due(Transaction tx) {
        tx.update(
                "update revenue_suspense set next_try = ? where next_try > ? and cause in (select id from revenue_capture where state = 'OPEN')",
                tx.now(),
                tx.now());
        return (int)
                (long) tx.first("select count(*) n from revenue_capture where state = 'OPEN'", row -> row.number("n"))
                        .orElse(0L);
    }

    List<Suspended> list(Transaction tx, int limit) {
        return tx.query(
                "select cause, currency, micros, reason, attempts, at from revenue_suspense order by at, cause, currency fetch first ? rows only",
                row -> new Suspended(
                        row.text("cause"),
                        row.text("currency"),
                        row.number("micros"),
                        row.text("reason"),
                        (int) row.number("attempts"),
                        row.moment("at")),
                limit);
    }

    /** The moment makes the key one of its own: a cause may be set aside again. */
    private void move(Transaction tx, String verb, Parked parked) {
        if (parked.micros == 0) {
            return;
        }
        long off = verb.equals("park") ? -parked.micros : parked.micros;
        String key = verb + "|" + parked.cause + "|" + parked.currency + "|"
                + ChronoUnit.MICROS.between(java.time.Instant.EPOCH, tx.now());
        List<MoneyBook.Line> lines = List.of(
                Place.platform(parked.source, parked.currency).line(off),
                Place.platform(MoneyBook.SUSPENSE, parked.currency).line(-off));
        book.post(tx, new Posting(key, verb.toUpperCase(java.util.Locale.ROOT), parked.cause, tx.now(), lines));
    }
}
