package org.mutoscope.revenue;

import java.util.List;
import java.util.TreeSet;
import org.mutoscope.core.storage.Transaction;

/** Lots that somebody earned from, and what of them was taken back when that was last looked at. */
final class Lots {
    /** Never looked at since somebody earned from it. */
    private static final long LOOK = -1;

    private Lots() {}

    static void touch(Transaction tx, List<NewLine> lines) {
        TreeSet<Long> lots = new TreeSet<>();
        lines.stream().filter(line -> line.lotId != null && !line.budget).forEach(line -> lots.add(line.lotId));
        for (long lot : lots) {
            if (tx.update("update revenue_lot set seen = ? where lot_id = ?", LOOK, lot) == 0) {
                tx.update("insert into revenue_lot (lot_id, seen) values (?, ?)", lot, LOOK);
            }
        }
    }

    /** In the order of their ids, after one: lots whose payer got something back, or gave it back, since they were looked at; and those that were never looked at. */
    static List<Long> changed(Transaction tx, long after, int limit) {
        return tx.query(
                "select r.lot_id from revenue_lot r join credit_lot l on l.id = r.lot_id where l.revoked + l.revoke_due <> r.seen and r.lot_id > ?"
                        + " order by r.lot_id fetch first ? rows only",
                row -> row.number("lot_id"),
                after,
                limit);
    }

    static void seen(Transaction tx, long lot) {
        tx.update(
                "update revenue_lot set seen = (select l.revoked + l.revoke_due from credit_lot l where l.id = lot_id) where lot_id = ?",
                lot);
    }
}
