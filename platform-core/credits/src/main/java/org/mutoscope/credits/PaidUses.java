package org.mutoscope.credits;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.ledger.Ledger.PaidUse;
import org.mutoscope.core.ledger.Ledger.Spent;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** What was spent of bought lots in a month, for those who share it: one statement, since a month has hundreds of thousands of captures. */
final class PaidUses {
    private static final String READ =
            "select l.id, a.owner_id, l.source, l.source_ref, x.credits, l.granted, l.paid_minor, l.paid_currency, l.revoked"
                    + " from (select h.lot_id, sum(h.captured) credits from hold_lot h join credit_hold c on c.id = h.hold_id"
                    + " where c.state = 'CAPTURED' and c.ended_at >= ? and c.ended_at < ? and h.captured > 0 group by h.lot_id) x"
                    + " join credit_lot l on l.id = x.lot_id join ledger_account a on a.id = l.account_id"
                    + " where l.env = 'production' and l.paid_minor > 0 order by l.id";

    private PaidUses() {}

    static List<PaidUse> between(Transaction tx, Instant from, Instant to) {
        return tx.query(READ, PaidUses::use, from, to);
    }

    private static PaidUse use(Row row) {
        Source source = Source.valueOf(row.text("source"));
        String ref = row.text("source_ref");
        int bar = ref.indexOf('|');
        Spent spent = new Spent(
                row.number("id"),
                source,
                row.number("credits"),
                row.number("granted"),
                row.number("paid_minor"),
                row.text("paid_currency"),
                bar < 0 ? null : ref.substring(0, bar));
        return new PaidUse(row.text("owner_id"), spent, row.number("revoked"));
    }
}
