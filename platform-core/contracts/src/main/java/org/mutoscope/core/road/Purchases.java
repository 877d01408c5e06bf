package org.mutoscope.core.road;

import java.util.List;
import java.util.UUID;
import org.mutoscope.core.ledger.Ledger;
import org.osgi.annotation.versioning.ProviderType;

/** Money's way in, from the buyer's side: from a proof to credits. Safe for use by several threads. */
@ProviderType
public interface Purchases {
    /** Providers there are. */
    List<String> providers();

    /**
     * Books what a proof is worth, once. A proof that cannot be decided now is kept and asked about again by the platform itself.
     *
     * @throws org.mutoscope.core.problem.Problem {@code provider_not_found}, {@code purchase_rejected}, {@code purchase_pending},
     *     {@code purchase_unknown}, {@code product_unknown}
     */
    Receipt redeem(String accountId, String provider, String proof);

    /**
     * The random id that an account's owner gives to stores instead of the account's own, made at first use and never changed.
     *
     * @throws org.mutoscope.core.problem.Problem {@code account_not_found}
     */
    UUID token(String accountId);

    /** Whether a store may be told how much of a purchase was spent, should it ask before a refund. */
    boolean consent(String accountId);

    /** Gives or withdraws that consent. @throws org.mutoscope.core.problem.Problem {@code account_not_found} */
    void consent(String accountId, boolean given);

    /**
     * What was booked.
     *
     * @param lot the lot; null if a plan was paid that has none
     * @param plan the plan that was paid; null for a pack
     * @param balance of the account afterwards
     */
    record Receipt(Ledger.Lot lot, String plan, Ledger.Balance balance) {}
}
