package org.mutoscope.api.billing;

import org.osgi.annotation.versioning.ConsumerType;

/** Optional second service of a billing provider: answers a store that asks how much of a purchase was used before it refunds it. */
@ConsumerType
public interface RefundAnswers {
    /**
     * Sends the answer. Called only with the buyer's consent and inside the store's window; repeated until it returns true.
     *
     * @param purchaseId the purchase that the store asked about
     * @param usedPer100000 part of the credits that was spent, 0 to 100,000
     * @return false if the store could not be reached
     */
    boolean answer(String purchaseId, int usedPer100000, BillingContext context) throws InterruptedException;

    /**
     * Sends the answer, with whether the purchase was delivered. This is what the host calls; a provider that has no use for more than the part
     * implements the other alone.
     *
     * @return as {@link #answer(String, int, BillingContext)}
     * @since 1.1
     */
    default boolean answer(Consumption used, BillingContext context) throws InterruptedException {
        return answer(used.purchaseId(), used.usedPer100000(), context);
    }

    /**
     * What became of a purchase.
     *
     * @param purchaseId the purchase that the store asked about
     * @param delivered whether its credits were booked to the buyer; if not, nothing was used
     * @param usedPer100000 part of the credits that was spent, 0 to 100,000, rounded down
     * @since 1.1
     */
    record Consumption(String purchaseId, boolean delivered, int usedPer100000) {
        /** @throws IllegalArgumentException if the part is out of range, or something was used that was not delivered */
        public Consumption {
            if (usedPer100000 < 0 || usedPer100000 > 100_000 || !delivered && usedPer100000 > 0) {
                throw new IllegalArgumentException("used is 0 to 100,000, and 0 of what was not delivered");
            }
        }
    }
}
