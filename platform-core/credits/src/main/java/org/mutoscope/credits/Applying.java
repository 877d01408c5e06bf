package org.mutoscope.credits;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * Applies what stores say about purchases. The latest signed fact counts, of two signed at one moment the one that takes back more; so
 * any order and any number of deliveries end in one state.
 */
final class Applying {
    private static final int WHOLE = 100_000;

    private final Tables tables;
    private final Granting granting;
    private final Purchased purchased = new Purchased();

    Applying(Tables tables, Granting granting) {
        this.tables = tables;
        this.granting = granting;
    }

    Optional<Ledger.Lot> apply(Transaction tx, String provider, String accountId, PurchaseFact fact, long credits) {
        Keys.require(provider, 40, "provider");
        Keys.require(fact.purchaseId(), 96, "purchase_id");
        Keys.require(fact.productId(), 96, "product_id");
        Amounts.require(credits, "credits");
        Env env = Env.of(fact.environment());
        Wallet wallet = tables.wallets.lock(tx, accountId, env);
        Purchased.Key key = new Purchased.Key(provider, env, fact.purchaseId());
        Instant signedAt = fact.signedAt().truncatedTo(ChronoUnit.MICROS);
        Optional<Purchased.State> seen = purchased.find(tx, key);
        if (seen.isPresent()) {
            requireSame(seen.get(), wallet, fact);
            if (!newer(seen.get(), signedAt, fact.revokedPer100000())) {
                return lot(tx, key).map(LotRow::view);
            }
            purchased.update(tx, key, fact, signedAt);
        } else {
            insert(tx, key, wallet, new Purchased.Told(fact, signedAt, credits));
        }
        long inAll = seen.map(Purchased.State::credits).orElse(credits);
        return bring(tx, wallet, key, new Purchased.Told(fact, signedAt, inAll));
    }

    private void insert(Transaction tx, Purchased.Key key, Wallet wallet, Purchased.Told told) {
        try {
            purchased.insert(tx, key, wallet, told);
        } catch (DuplicateKey forAnotherAccount) {
            throw conflict(told.fact(), "account");
        }
    }

    /** Brings the lot to the state of the fact. */
    private Optional<Ledger.Lot> bring(Transaction tx, Wallet wallet, Purchased.Key key, Purchased.Told now) {
        PurchaseFact fact = now.fact();
        Optional<LotRow> lot = lot(tx, key);
        if (lot.isEmpty()) {
            if (fact.revokedPer100000() == WHOLE) {
                return Optional.empty();
            }
            lot = Optional.of(grant(tx, wallet, key, now));
        }
        LotRow row = lot.get();
        Booking booking = Revoking.toTarget(row, wallet, Revoking.target(row.granted, fact.revokedPer100000()));
        booking.write(tx, tables.platform, Revoking.head(row, now.signedAt(), fact.revokedPer100000(), key.cause()));
        tables.lots.save(tx, row);
        tables.wallets.save(tx, wallet);
        return Optional.of(row.view());
    }

    private LotRow grant(Transaction tx, Wallet wallet, Purchased.Key key, Purchased.Told now) {
        PurchaseFact fact = now.fact();
        Lots.NewLot lot =
                new Lots.NewLot(Source.PURCHASE, key.ref(), now.credits(), null, fact.paidMinor(), fact.currency());
        String txKey = key.bookingKey();
        String hash = Words.hash(wallet.accountId, txKey, now.credits());
        return granting.open(tx, wallet, lot, new Booking.Head(txKey, hash, "PURCHASE", key.cause(), now.signedAt()));
    }

    private Optional<LotRow> lot(Transaction tx, Purchased.Key key) {
        return tables.lots.byRef(tx, key.env(), Source.PURCHASE, key.ref());
    }

    private static boolean newer(Purchased.State seen, Instant signedAt, int revoked) {
        int later = signedAt.compareTo(seen.signedAt());
        return later > 0 || later == 0 && revoked > seen.revoked();
    }

    private static void requireSame(Purchased.State seen, Wallet wallet, PurchaseFact fact) {
        if (seen.accountRow() != wallet.creditId) {
            throw conflict(fact, "account");
        }
        if (!seen.product().equals(fact.productId()) || seen.quantity() != fact.quantity()) {
            throw conflict(fact, "product or quantity");
        }
    }

    private static Problem conflict(PurchaseFact fact, String what) {
        return new Problem(
                Code.LEDGER_CONFLICT,
                "Purchase " + Words.shown(fact.purchaseId()) + " is on record with another " + what + ".");
    }
}
