package org.mutoscope.revenue;

import java.util.List;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Payouts.Payout;
import org.mutoscope.core.revenue.Payouts.State;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.storage.Transaction;

/**
 * Takes money off what is payable for a payout, and puts it back. A payout pays whole minor units: two lines that make nothing together carry the rest over,
 * and what is kept back for tax is a line of its own, so that the lines of a payout sum to what was sent, exactly.
 */
final class PayoutMaker {
    /** Payable, and neither it nor the line it lowers is about a subject in dispute. */
    private static final String FREE =
            " state = 'PAYABLE' and (subject_id is null or subject_id not in (select id from rights_subject"
                    + " where state = 'FROZEN')) and (against_id is null or against_id not in (select x.id from revenue_line x join rights_subject s"
                    + " on s.id = x.subject_id where s.state = 'FROZEN'))";

    private final MoneyBook book;
    private final Lines lines;

    PayoutMaker(MoneyBook book, Lines lines) {
        this.book = book;
        this.lines = lines;
    }

    /** What a holder has payable in a currency, in micros. */
    record Payable(String holder, String currency, long micros) {}

    /** All that have any, in the order of holders. */
    static List<Payable> payable(Transaction tx) {
        return tx.query(
                "select holder, currency, sum(micros) n from revenue_line where" + FREE
                        + " group by holder, currency having sum(micros) > 0 order by holder, currency",
                row -> new Payable(row.text("holder"), row.text("currency"), row.number("n")));
    }

    /** What is sent, and what is kept back beside it, in minor units. */
    record Sum(long minor, long withheld) {
        /** @param most that one payout may have; the rest waits */
        static Sum of(PayoutRules rules, Payable payable, long most) {
            long whole = Math.min(payable.micros() / MoneyBook.MICROS, most);
            long withheld = rules.withheld(payable.holder(), whole);
            return new Sum(whole - withheld, withheld);
        }

        long gross() {
            return minor + withheld;
        }
    }

    /** Makes a payout in a transaction of its own. @throws IllegalStateException if something was booked meanwhile: then all is as it was */
    void make(Transaction tx, PayoutTable.Fresh fresh, Payable payable, Sum sum) {
        PayoutTable.insert(tx, fresh, sum.minor(), sum.withheld());
        long rest = payable.micros() - Math.multiplyExact(sum.gross(), MoneyBook.MICROS);
        String carried = "";
        if (rest > 0) {
            add(tx, fresh, "carried from", -rest, MoneyBook.PAYOUTS);
            carried = add(tx, fresh, "carried over", rest, MoneyBook.PAYOUTS);
        }
        if (sum.withheld() > 0) {
            add(tx, fresh, "withheld", -sum.withheld() * MoneyBook.MICROS, MoneyBook.WITHHELD);
        }
        tx.update(
                "update revenue_line set state = 'PAID', payout_id = ? where holder = ? and currency = ? and id <> ? and"
                        + FREE,
                fresh.id(),
                fresh.holder(),
                fresh.currency(),
                carried);
        long paid = tx.first(
                        "select coalesce(sum(micros), 0) n from revenue_line where payout_id = ?",
                        row -> row.number("n"),
                        fresh.id())
                .orElseThrow();
        if (paid != sum.minor() * MoneyBook.MICROS) {
            throw new IllegalStateException("something was booked for " + fresh.holder() + " meanwhile");
        }
        move(tx, "payout|" + fresh.id(), fresh.holder(), fresh.currency(), -paid);
    }

    private String add(Transaction tx, PayoutTable.Fresh payout, String why, long micros, String source) {
        return lines.add(
                tx,
                NewLine.of(
                                payout.id() + "|" + why,
                                Revenue.Stream.ADJUSTMENT,
                                payout.holder(),
                                new NewLine.Money(payout.currency(), micros))
                        .from(source)
                        .about(null, null, why + " " + payout.id())
                        .stands(Revenue.State.PAYABLE, tx.now()));
    }

    private void move(Transaction tx, String key, String holder, String currency, long micros) {
        book.post(
                tx,
                new Posting(
                        key,
                        micros < 0 ? "PAYOUT" : "PAYOUT_BACK",
                        key,
                        tx.now(),
                        List.of(
                                Place.holder(holder, MoneyBook.PAYABLE, currency)
                                        .line(micros),
                                Place.platform(MoneyBook.PAYOUTS, currency).line(-micros))));
    }

    /** What was not sent, or came back, is payable again, with what was kept back of it. @return false if it was put back before */
    boolean back(Transaction tx, Payout payout, State state, String reason) {
        if (!PayoutTable.back(tx, payout.id(), state, reason)) {
            return false;
        }
        move(tx, "payout-back|" + payout.id(), payout.holder(), payout.currency(), payout.minor() * MoneyBook.MICROS);
        // Payers who got their money back meanwhile got it from the platform, because the line was paid: that is looked
        // at again.
        tx.update(
                "update revenue_lot set seen = -1 where lot_id in (select lot_id from revenue_line where payout_id = ?)",
                payout.id());
        tx.update(
                "update revenue_line set against_id = (select max(id) from revenue_line where payout_id = ? and micros ="
                        + " (select max(micros) from revenue_line where payout_id = ?)) where id = ?",
                payout.id(),
                payout.id(),
                Lines.id(payout.id() + "|carried from"));
        tx.update("update revenue_line set state = 'PAYABLE', payout_id = null where payout_id = ?", payout.id());
        if (payout.withheld() > 0) {
            giveBackTax(tx, payout);
        }
        uncarry(tx, payout.id());
        return true;
    }

    private void giveBackTax(Transaction tx, Payout payout) {
        String kept = Lines.id(payout.id() + "|withheld");
        String back = lines.add(
                tx,
                NewLine.of(
                                payout.id() + "|withheld back",
                                Revenue.Stream.ADJUSTMENT,
                                payout.holder(),
                                new NewLine.Money(payout.currency(), payout.withheld() * MoneyBook.MICROS))
                        .from(MoneyBook.WITHHELD)
                        .about(null, null, "withheld back " + payout.id())
                        .corrects(kept, null)
                        .stands(Revenue.State.PAYABLE, tx.now()));
        over(tx, kept, back);
    }

    /** Two lines that make nothing together are over: nothing is taken back from them, nothing paid. */
    private static void over(Transaction tx, String one, String other) {
        tx.update("update revenue_line set state = 'REVERSED' where id in (?, ?)", one, other);
    }

    /** The rest that was carried: over with its counterpart, or, when that was paid meanwhile, it lowers the largest line that came back. */
    private static void uncarry(Transaction tx, String payout) {
        String from = Lines.id(payout + "|carried from");
        String to = Lines.id(payout + "|carried over");
        boolean whole = !tx.query(
                        "select 1 from revenue_line l where l.id = ? and l.state = 'PAYABLE'"
                                + " and not exists (select 1 from revenue_line a where a.against_id = l.id)",
                        row -> true,
                        to)
                .isEmpty();
        if (whole) {
            over(tx, from, to);
        }
    }
}
