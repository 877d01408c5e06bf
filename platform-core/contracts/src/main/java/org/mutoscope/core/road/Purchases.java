package org.mutoscope.core.road;

import java.util.List;
import org.mutoscope.core.ledger.Ledger;
import org.osgi.annotation.versioning.ProviderType;

/** Money's way in: from a provider's facts to credits. */
@ProviderType
public interface Purchases {
    /** Providers there are. */
    List<String> providers();

    /**
     * Grants what a proof is worth, once.
     *
     * @throws org.mutoscope.core.problem.Problem {@code provider_not_found}, {@code purchase_rejected}, {@code purchase_pending},
     *     {@code purchase_unknown}, {@code product_unknown}
     */
    Ledger.Lot redeem(String accountId, String provider, String proof);
}
