package org.mutoscope.api.revenue;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What a pool holds and who has a claim. */
@ProviderType
public interface PeriodFacts {
    /** Name of the period, for example {@code 2026-11}. */
    String period();

    /** Name of the pool. */
    String pool();

    /** Amount to share, in minor units, not negative. */
    long amount();

    /** Unit of the amount: an ISO 4217 code, or {@code CRED}. */
    String asset();

    /** Claim of each holder, not negative. */
    Map<String, Long> weights();
}
