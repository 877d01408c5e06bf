package org.mutoscope.credits;

import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Transaction;

/** Lots of purchases: which is which, what was spent of one, and freezing one while its store decides about a refund. */
final class BoughtLots {
    private static final String OWNER =
            "select a.owner_id from ledger_account a join credit_lot l on l.account_id = a.id where l.id = ?";
    private static final String CAPTURED = "select coalesce(sum(captured), 0) n from hold_lot where lot_id = ?";
    private static final String REPAID =
            "select coalesce(-sum(p.amount), 0) n from posting p join ledger_tx t on t.id = p.tx_id"
                    + " where t.idem_key = ? and p.lot_id is not null and p.amount < 0";

    private final Tables tables;

    BoughtLots(Tables tables) {
        this.tables = tables;
    }

    Optional<LotRow> find(Transaction tx, Purchased.Key key) {
        return tables.lots.byRef(tx, key.env(), Source.PURCHASE, key.ref());
    }

    void freeze(Transaction tx, Ledger.PurchaseKey purchase, boolean frozen) {
        Purchased.Key key = key(purchase);
        Optional<LotRow> seen = find(tx, key);
        if (seen.isEmpty()) {
            return;
        }
        String owner =
                tx.first(OWNER, row -> row.text("owner_id"), seen.get().id).orElseThrow();
        tables.wallets.lock(tx, owner, key.env());
        LotRow lot = find(tx, key).orElseThrow(); // as it is now that nobody else can change it
        if (lot.suspended != frozen) {
            lot.suspended = frozen;
            tables.lots.save(tx, lot);
        }
    }

    Optional<Ledger.Use> use(Transaction tx, Ledger.PurchaseKey purchase) {
        Purchased.Key key = key(purchase);
        return find(tx, key).map(lot -> new Ledger.Use(lot.granted, spent(tx, key, lot), lot.suspended));
    }

    private static long spent(Transaction tx, Purchased.Key key, LotRow lot) {
        if (lot.revoked == 0) {
            return lot.granted - lot.remaining; // bought credits do not expire
        }
        // What was taken back came from rest and from debt, so the rest does not tell any more. Slow, and rare.
        return sum(tx, CAPTURED, lot.id) + sum(tx, REPAID, key.bookingKey());
    }

    private static long sum(Transaction tx, String sql, Object of) {
        return tx.first(sql, row -> row.number("n"), of).orElseThrow();
    }

    private static Purchased.Key key(Ledger.PurchaseKey purchase) {
        return new Purchased.Key(purchase.provider(), Env.of(purchase.environment()), purchase.purchaseId());
    }
}
