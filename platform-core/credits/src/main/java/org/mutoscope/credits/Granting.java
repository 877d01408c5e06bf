package org.mutoscope.credits;

import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** Opens lots. Debt is paid from them first; only free lots are spared, since the free allowance belongs to viewing and trying. */
final class Granting {
    private static final String HASH_OF = "select request_hash from ledger_tx where idem_key = ?";

    private final Tables tables;

    Granting(Tables tables) {
        this.tables = tables;
    }

    Ledger.Lot grant(Transaction tx, Ledger.GrantRequest request) {
        Keys.require(request.key(), 120, "key");
        Amounts.require(request.credits(), "credits");
        Wallet wallet = tables.wallets.lock(tx, request.accountId(), Env.PRODUCTION);
        String key = "grant|" + request.key();
        String hash = Words.hash(request.accountId(), request.source(), request.credits(), request.expiresAt());
        Optional<String> made = tx.first(HASH_OF, row -> row.text("request_hash"), key);
        if (made.isPresent()) {
            return again(tx, request, made.get().equals(hash), key);
        }
        requireOpenable(tx, request);
        Lots.NewLot lot = new Lots.NewLot(request.source(), key, request.credits(), request.expiresAt(), null, null);
        try {
            return open(tx, wallet, lot, new Booking.Head(key, hash, "GRANT", request.key(), tx.now()))
                    .view();
        } catch (DuplicateKey forAnotherAccount) {
            // The same account cannot be: its wallet is locked. What was written before is undone with the caller's
            // work.
            throw conflict(request);
        }
    }

    /** Opens a lot, pays debt from it and books both. */
    LotRow open(Transaction tx, Wallet wallet, Lots.NewLot lot, Booking.Head head) {
        Amounts.requireRoom(wallet, lot.credits());
        LotRow row = tables.lots.insert(tx, wallet, lot);
        Booking booking = new Booking(wallet);
        booking.credit(row, lot.credits(), PlatformAccounts.issued(lot.source()));
        long repaid = Math.min(wallet.debt(), lot.credits());
        if (repaid > 0) {
            booking.repay(row, repaid);
            row.remaining -= repaid;
            tables.lots.save(tx, row);
        }
        booking.write(tx, tables.platform, head);
        tables.wallets.save(tx, wallet);
        return row;
    }

    private Ledger.Lot again(Transaction tx, Ledger.GrantRequest request, boolean same, String ref) {
        if (!same) {
            throw conflict(request);
        }
        return tables.lots
                .byRef(tx, Env.PRODUCTION, request.source(), ref)
                .orElseThrow(() -> new IllegalStateException("a booked grant without its lot: " + ref))
                .view();
    }

    private static void requireOpenable(Transaction tx, Ledger.GrantRequest request) {
        if (request.source() == Source.FREE_DAILY) {
            throw invalid("Free lots open by themselves; grant COMP or PROMO instead.", "source");
        }
        if (request.expiresAt() != null && request.source() == Source.PURCHASE) {
            throw invalid("Purchased credits never expire.", "expires_at");
        }
        if (request.expiresAt() != null && !request.expiresAt().isAfter(tx.now())) {
            throw invalid("A lot cannot expire before it opens.", "expires_at");
        }
    }

    private static Problem invalid(String message, String param) {
        return new Problem(Code.INVALID_REQUEST, message, param, null);
    }

    private static Problem conflict(Ledger.GrantRequest request) {
        return new Problem(
                Code.LEDGER_CONFLICT,
                "The key " + Words.shown(request.key())
                        + " was used for a grant with another account, source, amount or"
                        + " expiry. Use a new key for a new grant.");
    }
}
