package org.mutoscope.revenue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.storage.Transaction;

/**
 * What a statement tells, read from where it is: sums from the book, lines and payouts from their tables, all of one span of time. None of it changes
 * afterwards.
 *
 * @param sums of the holder's accounts by name: earned, adjusted, released, paid, returned
 */
record StatementFacts(Map<String, Sum> sums, List<Line> lines, List<Paid> payouts) {
    /** Micros on the two accounts. */
    record Sum(long hold, long pay) {
        Sum plus(Sum other) {
            return new Sum(Math.addExact(hold, other.hold), Math.addExact(pay, other.pay));
        }
    }

    /** A line, without what changes: its state. */
    record Line(
            String id,
            long seq,
            String period,
            String stream,
            String job,
            String subject,
            String cause,
            long units,
            Long weight,
            Long poolTotal,
            String rate,
            boolean budget,
            long micros,
            String corrects,
            String by,
            Instant at,
            Instant releaseAt) {}

    /** A payout that was taken off what is payable, or put back. */
    record Paid(String id, long minor, long withheld, String provider, Instant at, boolean back) {}

    private static final List<String> NAMES = List.of("earned", "adjusted", "released", "paid", "returned");

    static StatementFacts of(Transaction tx, StatementTable.Holder holder, Instant from, Instant to) {
        return new StatementFacts(
                sums(tx, holder, from, to), lines(tx, holder, from, to), payouts(tx, holder, from, to));
    }

    private static Map<String, Sum> sums(Transaction tx, StatementTable.Holder holder, Instant from, Instant to) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        NAMES.forEach(name -> sums.put(name, new Sum(0, 0)));
        record Moved(String name, Sum sum) {}
        List<Moved> moved = tx.query(
                "select a.purpose, t.kind, sum(p.amount) n from posting p join ledger_tx t on t.id = p.tx_id"
                        + " join ledger_account a on a.id = p.account_id where a.owner_kind = 'HOLDER' and a.owner_id = ? and a.asset = ?"
                        + " and t.occurred_at >= ? and t.occurred_at < ? group by a.purpose, t.kind",
                row -> new Moved(
                        name(row.text("kind")),
                        row.text("purpose").equals(MoneyBook.ON_HOLD)
                                ? new Sum(row.number("n"), 0)
                                : new Sum(0, row.number("n"))),
                holder.account(),
                holder.currency(),
                from,
                to);
        moved.forEach(one -> sums.merge(one.name(), one.sum(), Sum::plus));
        return sums;
    }

    private static String name(String kind) {
        return switch (kind) {
            case "FEE", "TIP", "POOL", "AD", "LICENCE" -> "earned";
            case "RELEASE" -> "released";
            case "PAYOUT" -> "paid";
            case "PAYOUT_BACK" -> "returned";
            default -> "adjusted";
        };
    }

    private static List<Line> lines(Transaction tx, StatementTable.Holder holder, Instant from, Instant to) {
        return tx.query(
                "select id, seq, period, stream, job_id, subject_id, cause, units, weight, pool_total, rate, budget, micros, corrects, made_by, at,"
                        + " release_at from revenue_line where holder = ? and currency = ? and at >= ? and at < ? order by seq",
                row -> new Line(
                        row.text("id"),
                        row.number("seq"),
                        row.text("period"),
                        row.text("stream"),
                        row.text("job_id"),
                        row.text("subject_id"),
                        row.text("cause"),
                        row.number("units"),
                        row.numberOrNull("weight"),
                        row.numberOrNull("pool_total"),
                        row.text("rate"),
                        row.flag("budget"),
                        row.number("micros"),
                        row.text("corrects"),
                        row.text("made_by"),
                        row.moment("at"),
                        row.moment("release_at")),
                holder.account(),
                holder.currency(),
                from,
                to);
    }

    private static List<Paid> payouts(Transaction tx, StatementTable.Holder holder, Instant from, Instant to) {
        String read =
                "select idem_key, amount, withheld, provider, made_at, back_at from payout where holder_id = ? and asset = ? and ";
        List<Paid> all = new java.util.ArrayList<>(tx.query(
                read + "made_at >= ? and made_at < ? order by seq",
                row -> new Paid(
                        row.text("idem_key"),
                        row.number("amount"),
                        row.number("withheld"),
                        row.text("provider"),
                        row.moment("made_at"),
                        false),
                holder.account(),
                holder.currency(),
                from,
                to));
        all.addAll(tx.query(
                read + "back_at >= ? and back_at < ? order by seq",
                row -> new Paid(
                        row.text("idem_key"),
                        row.number("amount"),
                        row.number("withheld"),
                        row.text("provider"),
                        row.moment("back_at"),
                        true),
                holder.account(),
                holder.currency(),
                from,
                to));
        return all;
    }

    boolean empty() {
        return lines.isEmpty()
                && payouts.isEmpty()
                && sums.values().stream().allMatch(sum -> sum.hold() == 0 && sum.pay() == 0);
    }

    Sum closing(Sum opening) {
        return sums.values().stream().reduce(opening, Sum::plus);
    }

    /** What does not agree, as a sentence; empty if all does. */
    String quarrel() {
        Sum earned = sums.get("earned").plus(sums.get("adjusted"));
        long told = lines.stream().mapToLong(Line::micros).reduce(0, Math::addExact);
        if (told != Math.addExact(earned.hold(), earned.pay())) {
            return "lines sum to " + told + " micros, the book to " + (earned.hold() + earned.pay());
        }
        long paid = payouts.stream()
                .mapToLong(one -> (one.back() ? 1 : -1) * one.minor() * MoneyBook.MICROS)
                .reduce(0, Math::addExact);
        Sum moved = sums.get("paid").plus(sums.get("returned"));
        return paid == moved.pay() && moved.hold() == 0
                ? ""
                : "payouts sum to " + paid + " micros, the book to " + (moved.pay() + moved.hold());
    }
}
