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
}
