package org.mutoscope.api.billing;

import java.time.Instant;
import java.util.Objects;

/**
 * One paid period of a subscription. Its purchase id is the period's own, so each period grants its plan's lot once.
 *
 * @param purchase the payment of this period; its product names the plan
 * @param subscriptionId the store's id, equal in all periods, at most 96 characters
 * @param startsAt first moment
 * @param expiresAt when the period and its lot end, after the start
 */
public record PlanPeriod(PurchaseFact purchase, String subscriptionId, Instant startsAt, Instant expiresAt) {
    /** @throws IllegalArgumentException if a value is out of range */
    public PlanPeriod {
        Objects.requireNonNull(purchase);
        if (subscriptionId.isBlank() || subscriptionId.length() > 96) {
            throw new IllegalArgumentException("subscription ids have 1 to 96 characters");
        }
        if (!expiresAt.isAfter(startsAt)) {
            throw new IllegalArgumentException("a period ends after it starts");
        }
    }
}
