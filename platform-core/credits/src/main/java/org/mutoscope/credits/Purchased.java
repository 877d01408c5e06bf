package org.mutoscope.credits;

import java.time.Instant;
import java.util.Optional;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.storage.Transaction;

/** The table of purchases as stores tell of them. */
final class Purchased {
    private static final String BY_KEY = " where provider = ? and env = ? and purchase_id = ?";
    private static final String FIND =
            "select account_id, product_id, quantity, credits, revoked_milli, last_signed_at from ext_purchase"
                    + BY_KEY;
    private static final String INSERT =
            "insert into ext_purchase (provider, env, purchase_id, account_id, product_id, quantity, credits,"
                    + " revoked_milli, state, last_signed_at, payload_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE =
            "update ext_purchase set revoked_milli = ?, state = ?, last_signed_at = ?, payload_hash = ?" + BY_KEY;

    Optional<State> find(Transaction tx, Key key) {
        return tx.first(
                FIND,
                row -> new State(
                        row.number("account_id"),
                        row.text("product_id"),
                        row.number("quantity"),
                        row.number("credits"),
                        (int) row.number("revoked_milli"),
                        row.moment("last_signed_at")),
                key.provider,
                key.env.word(),
                key.purchaseId);
    }

    void insert(Transaction tx, Key key, Wallet wallet, Told told) {
        PurchaseFact fact = told.fact;
        tx.update(
                INSERT,
                key.provider,
                key.env.word(),
                key.purchaseId,
                wallet.creditId,
                fact.productId(),
                fact.quantity(),
                told.credits,
                fact.revokedPer100000(),
                state(fact),
                told.signedAt,
                hash(fact));
    }

    void update(Transaction tx, Key key, PurchaseFact fact, Instant signedAt) {
        tx.update(
                UPDATE,
                fact.revokedPer100000(),
                state(fact),
                signedAt,
                hash(fact),
                key.provider,
                key.env.word(),
                key.purchaseId);
    }

    private static String state(PurchaseFact fact) {
        return fact.revokedPer100000() == 0 ? "GRANTED" : "REVOKED";
    }

    private static String hash(PurchaseFact fact) {
        return Words.hash(
                fact.purchaseId(),
                fact.environment(),
                fact.productId(),
                fact.quantity(),
                fact.accountId().orElse(""),
                fact.paidMinor(),
                fact.currency(),
                fact.revokedPer100000(),
                fact.signedAt());
    }

    /** A purchase's name. */
    record Key(String provider, Env env, String purchaseId) {
        /** Reference of its lot; the environment is a column of its own. */
        String ref() {
            return provider + "|" + purchaseId;
        }

        /** Key of the transaction that booked its lot. */
        String bookingKey() {
            return "purchase|" + env.word() + "|" + ref();
        }

        String cause() {
            return provider + ":" + purchaseId;
        }
    }

    /** What is on record. */
    record State(long accountRow, String product, long quantity, long credits, int revoked, Instant signedAt) {}

    /** A fact, with its moment to the microsecond and the credits of the whole purchase as they were when it was first seen. */
    record Told(PurchaseFact fact, Instant signedAt, long credits) {}
}
