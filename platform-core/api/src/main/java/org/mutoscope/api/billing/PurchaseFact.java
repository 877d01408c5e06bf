package org.mutoscope.api.billing;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The absolute state of one purchase at a signed moment. Absolute means: applying it twice, or an older one after a newer one, changes nothing.
 *
 * @param purchaseId the store's id of the purchase, at most 96 characters; credits are granted once per provider, environment and id
 * @param environment {@code production} or {@code sandbox}; they never mix
 * @param productId what was bought, at most 96 characters; the operator maps it to credits
 * @param quantity how many, at least 1
 * @param accountId the account named in the purchase, if the store carries it
 * @param paidMinor price paid for all in minor units of the currency, not negative
 * @param currency ISO 4217 code
 * @param revokedPer100000 how much of it was taken back: 0 nothing, 100,000 all
 * @param signedAt when the store vouched for this state
 */
public record PurchaseFact(
        String purchaseId,
        String environment,
        String productId,
        int quantity,
        Optional<String> accountId,
        long paidMinor,
        String currency,
        int revokedPer100000,
        Instant signedAt) {
    /** @throws IllegalArgumentException if a value is out of range */
    public PurchaseFact {
        Objects.requireNonNull(accountId);
        Objects.requireNonNull(signedAt);
        if (purchaseId.isBlank() || purchaseId.length() > 96 || productId.isBlank() || productId.length() > 96) {
            throw new IllegalArgumentException("purchase and product ids have 1 to 96 characters");
        }
        if (!environment.equals("production") && !environment.equals("sandbox")) {
            throw new IllegalArgumentException("environment is production or sandbox, not " + environment);
        }
        if (quantity < 1 || paidMinor < 0 || !currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "quantity is at least 1, the price not negative, the currency three capitals");
        }
        if (revokedPer100000 < 0 || revokedPer100000 > 100_000) {
            throw new IllegalArgumentException("revoked is 0 to 100,000, not " + revokedPer100000);
        }
    }
}
