package org.mutoscope.api.billing;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Optional second service of a billing provider: says which subscriptions an account holds. */
@ConsumerType
public interface Subscriptions {
    /**
     * Asks for the state of a subscription.
     *
     * @param subscriptionId the store's id
     * @return the paid periods, oldest first; each grants the plan's lot of that period once
     */
    List<PlanPeriod> periods(String subscriptionId, BillingContext context) throws InterruptedException;
}
