package org.mutoscope.revenue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.storage.Transaction;

/**
 * The table of lines, with the book of money beside it: what a holder has is the sum of its lines and of its postings, in each currency and state.
 * Whoever adds lines for several holders in one transaction does so in the order of their names.
 */
final class Lines {
    private static final String INSERT =
            "insert into revenue_line (id, period, stream, holder, job_id, subject_id, cause, currency, micros, units, weight, pool_total, rate,"
                    + " budget, lot_id, corrects, against_id, made_by, at, release_at, state)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SUM =
            "select coalesce(sum(micros), 0) n from revenue_line where holder = ? and currency = ?";

    private final MoneyBook book;
    private final IntSupplier holdDays;

    /** @param holdDays how long what is earned stays on hold */
    Lines(MoneyBook book, IntSupplier holdDays) {
        this.book = book;
        this.holdDays = holdDays;
    }

    /**
     * Writes a line and books it: onto (or, negative, off) the holder's account for its state, against the platform's account it is from. The line again
     * changes nothing.
     *
     * @return its id
     */
    String add(Transaction tx, NewLine line) {
        String id = id(line.key);
        if (!tx.query("select id from revenue_line where id = ?", row -> true, id)
                .isEmpty()) {
            return id;
        }
        Instant release = line.releaseAt == null ? tx.now().plus(Duration.ofDays(holdDays.getAsInt())) : line.releaseAt;
        tx.update(
                INSERT,
                id,
                line.period == null ? month(tx.now()) : line.period,
                line.stream.name(),
                line.holder,
                line.jobId,
                line.subjectId,
                line.cause,
                line.money.currency(),
                line.money.micros(),
                line.units,
                line.weight,
                line.poolTotal,
                line.rate,
                line.budget,
                line.lotId,
                line.corrects,
                line.against,
                line.by,
                tx.now(),
                release,
                line.state.name());
        Place holder = Place.holder(line.holder, purpose(line.state), line.money.currency());
        Place ours = Place.platform(line.source, line.money.currency());
        long micros = line.money.micros();
        book.post(
                tx,
                new Posting(
                        "line|" + id,
                        line.stream.name(),
                        id,
                        tx.now(),
                        List.of(holder.line(micros), ours.line(-micros))));
        return id;
    }

    /** Moves lines of one holder and currency that are on hold to payable, in one posting. @param key unique for ever, at most 100 characters */
    void release(Transaction tx, String key, List<String> ids) {
        long sum = 0;
        String holder = null;
        String currency = null;
        for (String id : ids) {
            Due due = tx.first(
                            "select holder, currency, micros from revenue_line where id = ? and state = 'ON_HOLD'",
                            row -> new Due(row.text("holder"), row.text("currency"), row.number("micros")),
                            id)
                    .orElseThrow();
            holder = due.holder;
            currency = due.currency;
            sum = Math.addExact(sum, due.micros);
            tx.update("update revenue_line set state = 'PAYABLE' where id = ?", id);
        }
        if (sum != 0) {
            List<MoneyBook.Line> lines = List.of(
                    Place.holder(holder, MoneyBook.ON_HOLD, currency).line(-sum),
                    Place.holder(holder, MoneyBook.PAYABLE, currency).line(sum));
            book.post(tx, new Posting("release|" + key, "RELEASE", holder, tx.now(), lines));
        }
    }

    private record Due(String holder, String currency, long micros) {}

    /** Sum of a holder's lines in a state, in micros. */
    long sum(Transaction tx, String holder, String currency, State state) {
        return tx.first(SUM + " and state = ?", row -> row.number("n"), holder, currency, state.name())
                .orElseThrow();
    }

    /** Sum of a holder's lines of a month, in micros. */
    long sumOf(Transaction tx, String period, String holder, String currency) {
        return tx.first(SUM + " and period = ?", row -> row.number("n"), holder, currency, period)
                .orElseThrow();
    }

    /** UTC month, {@code 2026-11}. */
    static String month(Instant at) {
        return YearMonth.from(at.atZone(ZoneOffset.UTC)).toString();
    }

    /** Of one key one id. */
    static String id(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "line_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static String purpose(State state) {
        return switch (state) {
            case ON_HOLD -> MoneyBook.ON_HOLD;
            case PAYABLE -> MoneyBook.PAYABLE;
            default -> throw new IllegalArgumentException("a line begins on hold or payable, not " + state);
        };
    }
}
