package org.mutoscope.credits;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Transaction;

/** Lots of paid periods: taking them back in part or whole, freezing them, and what was spent of them. */
final class PlanLots {
    private static final String CAPTURED = "select coalesce(sum(captured), 0) n from hold_lot where lot_id = ?";
    /** What was taken of a lot to pay a debt: from the row of the credits, beside one on the row of the debt. */
    private static final String REPAID =
            "select coalesce(-sum(p.amount), 0) n from posting p join ledger_tx t on t.id = p.tx_id"
                    + " where p.account_id = ? and p.lot_id = ? and p.amount < 0 and t.kind in ('GRANT', 'REPAY')";

    private final Wallets wallets = new Wallets();
    private final Lots lots = new Lots();
    private final PlatformAccounts platform = new PlatformAccounts();
    private final Ledger ledger;

    PlanLots(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A period by its account and what brought it. */
    record Name(String accountId, String cause) {}

    private record Held(Wallet wallet, LotRow lot, int revoked) {}

    private Optional<Held> lock(Transaction tx, Name name) {
        return PlanTable.opened(tx, name.accountId, name.cause).map(seen -> {
            Wallet wallet = wallets.lock(tx, name.accountId, Env.PRODUCTION);
            int revoked = PlanTable.opened(tx, name.accountId, name.cause)
                    .orElseThrow()
                    .revoked();
            return new Held(wallet, lots.byId(tx, seen.lotId()), revoked);
        });
    }

    /** Brings the lot to what was taken back of its period. */
    void takeBack(Transaction tx, Name name, int per100000) {
        lock(tx, name).filter(held -> held.revoked != per100000).ifPresent(held -> {
            take(tx, name, held, per100000);
            PlanTable.revoked(tx, name.accountId, name.cause, per100000);
        });
    }

    private void take(Transaction tx, Name name, Held held, int per100000) {
        LotRow lot = held.lot;
        Wallet wallet = held.wallet;
        long target = Revoking.target(lot.granted, per100000);
        Booking booking = new Booking(wallet);
        long owedBefore = wallet.debt();
        long owed = 0;
        if (lot.closed(tx.now())) {
            long was = Revoking.target(lot.granted, held.revoked);
            owed = Revoking.afterwards(
                    lot, booking, new Revoking.After(was, target, spent(tx, wallet, lot), wallet.debt()));
        } else {
            booking = Revoking.toTarget(lot, wallet, target);
        }
        booking.write(tx, platform, head(tx, wallet, lot, per100000 == 0 ? "RESTORE" : "REVOKE"));
        lots.save(tx, lot);
        repay(tx, wallet, wallet.debt() - owedBefore);
        wallets.save(tx, wallet);
        if (owed > 0) {
            String key = "given-back|" + lot.id + "|" + wallet.version + "|" + wallet.debtVersion();
            ledger.grant(tx, new Ledger.GrantRequest(name.accountId, Source.ADJUST, key, owed, null));
        }
    }

    /** Pays what has just become debt from open plan lots, as they would have paid it had they come later. */
    private void repay(Transaction tx, Wallet wallet, long debt) {
        long left = debt;
        List<LotRow> open = left <= 0 ? List.of() : lots.open(tx, wallet);
        for (LotRow lot : open) {
            long part = lot.source == Source.PLAN ? Math.min(left, lot.free()) : 0;
            if (part > 0) {
                Booking booking = new Booking(wallet).repay(lot, part);
                lot.remaining -= part;
                left -= part;
                booking.write(tx, platform, head(tx, wallet, lot, "REPAY"));
                lots.save(tx, lot);
            }
        }
    }

    private static Booking.Head head(Transaction tx, Wallet wallet, LotRow lot, String kind) {
        // The versions make it unique: a target may be reached twice on the way to and fro.
        String key = kind.toLowerCase(java.util.Locale.ROOT) + "|plan|" + lot.id + "|" + wallet.version + "|"
                + wallet.debtVersion();
        Instant now = tx.now();
        return new Booking.Head(key, Words.hash(key), kind, "plan lot " + lot.id, now);
    }

    void freeze(Transaction tx, Name name, boolean frozen) {
        lock(tx, name).filter(held -> held.lot.suspended != frozen).ifPresent(held -> {
            held.lot.suspended = frozen;
            lots.save(tx, held.lot);
        });
    }

    Optional<Ledger.Use> use(Transaction tx, Name name) {
        return PlanTable.opened(tx, name.accountId, name.cause).map(opened -> {
            LotRow lot = lots.byId(tx, opened.lotId());
            Wallet wallet = wallets.peek(tx, name.accountId, Env.PRODUCTION).orElseThrow();
            return new Ledger.Use(lot.granted, spent(tx, wallet, lot), lot.suspended);
        });
    }

    private static long spent(Transaction tx, Wallet wallet, LotRow lot) {
        long captured = tx.first(CAPTURED, row -> row.number("n"), lot.id).orElse(0L);
        return captured
                + tx.first(REPAID, row -> row.number("n"), wallet.creditId, lot.id)
                        .orElse(0L);
    }
}
