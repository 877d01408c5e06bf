package org.mutoscope.api.revenue;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What a pool holds and who has a claim. */
@ProviderType
public interface PeriodFacts {
    /** Name of the period, for example {@code 2026-11}. */
    String period();

    /** Name of the pool. */
    String pool();

    /** Amount to share, not negative: of money in millionths of a minor unit, so that rounding is left to the host. */
    long amount();

    /** Unit of the amount: an ISO 4217 code, or {@code CRED}. */
    String asset();

    /** Claim of each holder, not negative. */
    Map<String, Long> weights();

    /** Who paid into the pool, where that is known: of models that look at each payer alone; empty for others. */
    default List<Payer> payers() {
        return List.of();
    }

    /** What the amount is from: a line of an import, an invoice; empty for a pool. */
    default String cause() {
        return "";
    }

    /**
     * Somebody who paid, and whom it is to go to.
     *
     * @param account who paid
     * @param amount what of the pool came from there, in its unit, not negative
     * @param weights claim of each holder on this payer's money, not negative
     */
    record Payer(String account, long amount, Map<String, Long> weights) {
        /** Copies the map. */
        public Payer {
            weights = Map.copyOf(weights);
        }
    }
}
