package org.mutoscope.credits;

import java.util.List;
import org.mutoscope.core.storage.Transaction;

/** Ends lots whose time is over. A part that is held stays usable for its job; what the job leaves of it expires when the hold ends. */
final class Expiring {
    private static final String DUE = "select a.owner_id from ledger_account a where a.id in (select l.account_id"
            + " from credit_lot l where l.expired = false and l.expires_at <= ? order by l.expires_at, l.id limit ?)"
            + " order by a.id";

    private final Tables tables;

    Expiring(Tables tables) {
        this.tables = tables;
    }

    /** @return lots ended, at most {@code limit} */
    int expire(Transaction tx, int limit) {
        // Accounts are locked in the order of their ids, as everywhere: two sweepers cannot lock each other out.
        int ended = 0;
        for (String owner : tx.query(DUE, row -> row.text("owner_id"), tx.now(), limit)) {
            ended += expire(tx, owner, limit - ended);
        }
        return ended;
    }

    private int expire(Transaction tx, String owner, int limit) {
        Wallet wallet = tables.wallets.lock(tx, owner, Env.PRODUCTION);
        List<LotRow> due = tables.lots.due(tx, wallet, limit);
        for (LotRow lot : due) {
            long rest = lot.remaining - lot.held;
            Booking booking = new Booking(wallet).credit(lot, -rest, PlatformAccounts.EXPIRED);
            lot.remaining -= rest;
            lot.expired = true;
            tables.lots.save(tx, lot);
            String key = "expire|" + lot.id;
            booking.write(
                    tx,
                    tables.platform,
                    new Booking.Head(key, Words.hash(key), "EXPIRE", lot.source.name(), lot.expiresAt));
        }
        tables.wallets.save(tx, wallet);
        return due.size();
    }
}
