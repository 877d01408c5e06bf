package org.mutoscope.revenue;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Stream;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back from holders what payers got back, or restores it. Each line has a target: its amount times spent credits of its lot whose money went back, by
 * all spent credits of the lot; what it does not yet come to is booked. So refunds may come in parts, twice, in any order, and be taken back. A holder gives
 * first what is on hold, then what is payable; the rest is the platform's loss, never a debt.
 */
final class Clawback {
    private static final Logger LOG = LoggerFactory.getLogger(Clawback.class);
    private static final int AT_ONCE = 50;

    private static final String LINES =
            "select id, holder, currency, micros from revenue_line where lot_id = ? and corrects is null and budget = false order by holder, seq";
    private static final String MOVED =
            "select 1 from revenue_line l where l.lot_id = ? and (exists (select 1 from revenue_line c where c.corrects = l.id)"
                    + " or exists (select 1 from revenue_loss o where o.line_id = l.id)) fetch first 1 rows only";
    private static final String TAKEN = "select coalesce(-sum(micros), 0) n from revenue_line where corrects = ?";
    private static final String LOST = "select micros from revenue_loss where line_id = ?";
    private static final String GIVES =
            "select l.id, l.state, l.release_at, l.micros + (select coalesce(sum(a.micros), 0) from revenue_line a where a.against_id = l.id) n"
                    + " from revenue_line l where l.holder = ? and l.currency = ? and l.state in ('ON_HOLD', 'PAYABLE') and l.against_id is null"
                    + " and l.payout_id is null and l.micros > 0"
                    + " order by l.state, case when l.id = ? then 0 else 1 end, l.seq desc";
    private static final String GAVE =
            "select l.id, l.state, l.release_at, -sum(a.micros) n from revenue_line a join revenue_line l on l.id = a.against_id where a.corrects = ?"
                    + " group by l.id, l.state, l.release_at, l.seq having sum(a.micros) < 0 order by l.seq desc";

    private final UnitOfWork storage;
    private final Ledger ledger;
    private final MoneyBook book;
    private final Lines lines;

    Clawback(UnitOfWork storage, Ledger ledger, MoneyBook book, Lines lines) {
        this.storage = storage;
        this.ledger = ledger;
        this.book = book;
        this.lines = lines;
    }

    private record Earned(String id, String holder, String currency, long micros) {}

    /** A line that gives, or gave. @param micros how much it can give, or gave */
    private record Giver(String id, State state, Instant releaseAt, long micros) {
        Giver(Row row) {
            this(row.text("id"), State.valueOf(row.text("state")), row.moment("release_at"), row.number("n"));
        }
    }

    /** Brings all lines of changed lots to their targets. @return how many lots changed */
    int run() {
        int changed = 0;
        long last = Long.MIN_VALUE;
        while (true) {
            long after = last;
            List<Long> lots = storage.read(tx -> Lots.changed(tx, after, AT_ONCE));
            for (long lot : lots) {
                changed += brought(lot) ? 1 : 0;
                last = lot;
            }
            if (lots.size() < AT_ONCE) {
                return changed;
            }
        }
    }

    /** One that cannot be brought there keeps none of the others from it; it is tried again with the next round. */
    private boolean brought(long lot) {
        try {
            return storage.write(tx -> bring(tx, lot));
        } catch (RuntimeException e) {
            LOG.warn("what was refunded of lot {} could not be taken back from holders; that is tried again", lot, e);
            return false;
        }
    }

    private boolean bring(Transaction tx, long lot) {
        Lots.seen(tx, lot); // first: its row is locked, and whoever earns from the lot meanwhile marks it again
        Ledger.LotUse use = ledger.lotUse(tx, lot).orElseThrow();
        if (use.refunded() == 0 && tx.query(MOVED, row -> true, lot).isEmpty()) {
            return false;
        }
        boolean moved = false;
        for (Earned line : tx.query(LINES, Clawback::earned, lot)) {
            long lost = tx.first(LOST, row -> row.number("micros"), line.id).orElse(0L);
            long taken = tx.first(TAKEN, row -> row.number("n"), line.id).orElseThrow() + lost;
            long change = target(line.micros, use) - taken;
            if (change > 0) {
                take(tx, line, change);
            } else if (change < 0) {
                restore(tx, line, -change, lost);
            }
            moved |= change != 0;
        }
        return moved;
    }

    private static Earned earned(Row row) {
        return new Earned(row.text("id"), row.text("holder"), row.text("currency"), row.number("micros"));
    }

    /** Rounded down: what cannot be divided stays with the holder. */
    private static long target(long micros, Ledger.LotUse use) {
        long refunded = use.refunded();
        return refunded == 0
                ? 0
                : BigInteger.valueOf(micros)
                        .multiply(BigInteger.valueOf(refunded))
                        .divide(BigInteger.valueOf(use.spent()))
                        .longValueExact();
    }

    private void take(Transaction tx, Earned line, long micros) {
        long left = micros;
        for (Giver giver : tx.query(GIVES, Giver::new, line.holder, line.currency, line.id)) {
            long part = Math.min(left, giver.micros);
            if (part > 0) {
                add(tx, line, giver, -part);
                left -= part;
                if (part == giver.micros) {
                    stand(tx, giver.id, State.REVERSED);
                }
            }
        }
        if (left > 0) {
            lose(tx, line, left);
        }
    }

    private void restore(Transaction tx, Earned line, long micros, long lost) {
        long borne = Math.min(micros, lost);
        if (borne > 0) {
            lose(tx, line, -borne);
        }
        long left = micros - borne;
        for (Giver giver : tx.query(GAVE, Giver::new, line.id)) {
            long part = Math.min(left, giver.micros);
            if (part > 0) {
                if (giver.state == State.REVERSED) {
                    stand(tx, giver.id, State.ON_HOLD); // its time may be over: then it is released with the next round
                }
                add(tx, line, giver, part);
                left -= part;
            }
        }
    }

    /** A line and all that lowers it stand together. */
    private static void stand(Transaction tx, String id, State state) {
        tx.update(
                "update revenue_line set state = ? where (id = ? or against_id = ?) and state <> 'PAID'",
                state.name(),
                id,
                id);
    }

    private void add(Transaction tx, Earned line, Giver giver, long micros) {
        long before = tx.first(
                        "select count(*) n from revenue_line where corrects = ?", row -> row.number("n"), line.id)
                .orElseThrow();
        boolean paid = giver.state == State.PAID;
        State state = paid ? State.PAYABLE : giver.state == State.REVERSED ? State.ON_HOLD : giver.state;
        lines.add(
                tx,
                NewLine.of(
                                "claw|" + line.id + "|" + before,
                                Stream.ADJUSTMENT,
                                line.holder,
                                new NewLine.Money(line.currency, micros))
                        .about(null, null, micros < 0 ? "refund" : "refund taken back")
                        .corrects(line.id, paid ? null : giver.id)
                        .stands(state, giver.releaseAt));
    }

    /** What the holder had already; negative when it comes back. */
    private void lose(Transaction tx, Earned line, long micros) {
        if (tx.update("update revenue_loss set micros = micros + ? where line_id = ?", micros, line.id) == 0) {
            tx.update(
                    "insert into revenue_loss (line_id, currency, micros) values (?, ?, ?)",
                    line.id,
                    line.currency,
                    micros);
        }
        String key = "loss|" + line.id + "|" + ChronoUnit.MICROS.between(Instant.EPOCH, tx.now());
        List<MoneyBook.Line> both = List.of(
                Place.platform(MoneyBook.LOSSES, line.currency).line(-micros),
                Place.platform(MoneyBook.REVENUE, line.currency).line(micros));
        book.post(tx, new Posting(key, "LOSS", line.id, tx.now(), both));
    }
}
