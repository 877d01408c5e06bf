package org.mutoscope.billing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Row;

/**
 * A line of the book: the latest that a store said of a purchase, and what became of it.
 *
 * <pre>
 * NEW    -told-> UNASSIGNED  -its account is found, or a buyer who is signed in sends it-> BOOKED
 *                UNPRICED    -the operator lists the product-> BOOKED
 *                SANDBOX     -the operator allows sandbox purchases-> BOOKED
 *                BOOKED      told again: the ledger brings the lot to the new state
 * </pre>
 *
 * @param accountId whose it is; null while nobody is known
 * @param state one of the above
 * @param settled whether the store was told that it is booked
 */
record Entry(String provider, String accountId, Told told, String state, boolean settled) {
    private static final int LONGEST_CAUSE = 100;

    static final String BOOKED = "BOOKED";
    static final String UNASSIGNED = "UNASSIGNED";
    static final String UNPRICED = "UNPRICED";
    static final String SANDBOX = "SANDBOX";

    static final String COLUMNS =
            "provider, env, purchase_id, account_id, named, product_id, quantity, paid_minor, currency,"
                    + " revoked_milli, signed_at, subscription_id, starts_at, expires_at, paid_at, state, settled";

    Entry(Row row) {
        this(row.text("provider"), row.text("account_id"), told(row), row.text("state"), row.flag("settled"));
    }

    private static Told told(Row row) {
        PurchaseFact fact = new PurchaseFact(
                row.text("purchase_id"),
                row.text("env"),
                row.text("product_id"),
                (int) row.number("quantity"),
                Optional.ofNullable(row.text("named")),
                row.number("paid_minor"),
                row.text("currency"),
                (int) row.number("revoked_milli"),
                row.moment("signed_at"));
        Instant starts = row.moment("starts_at");
        return new Told(fact, row.text("subscription_id"), starts, row.moment("expires_at"), row.moment("paid_at"));
    }

    PurchaseFact fact() {
        return told.fact();
    }

    boolean isPeriod() {
        return told.subscriptionId() != null;
    }

    boolean isSandbox() {
        return fact().environment().equals("sandbox");
    }

    Ledger.PurchaseKey key() {
        return new Ledger.PurchaseKey(provider, fact().environment(), fact().purchaseId());
    }

    /** Names a period for the plans, the same whenever it is told. */
    String cause() {
        String whole = provider + ":" + fact().environment() + ":" + fact().purchaseId();
        return whole.length() <= LONGEST_CAUSE
                ? whole
                : provider + ":" + Texts.sha256(whole.getBytes(StandardCharsets.UTF_8));
    }

    Entry of(String account) {
        return new Entry(provider, account, told, state, settled);
    }
}
