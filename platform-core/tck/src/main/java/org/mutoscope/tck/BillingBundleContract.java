package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;

/** What the bundle of a billing provider may be, beyond what holds for every bundle. */
interface BillingBundleContract extends BundleContract, OnBench {
    /** Money is counted in whole minor units: no class of the provider computes with float or double. */
    @Test
    default void moneyIsWhole() throws Exception {
        assertEquals(
                List.of(),
                WholeMoney.fractions(file(), bench().provider.getClass().getPackageName()),
                "classes that compute in fractions");
    }

    /** All its services carry the same id in every start, and it registers what its class offers: the host finds a history by the provider's id. */
    @Test
    default void servicesShareOneId() throws Exception {
        declared();
        Set<String> ids = new TreeSet<>();
        trial().services().values().forEach(ids::addAll);
        assertEquals(Set.of(trial().id()), ids, "ids of its services");
        for (Class<?> optional : List.of(PurchaseHistory.class, RefundAnswers.class, Subscriptions.class)) {
            assertTrue(
                    bench().specimen.offers(optional, bench().provider).isEmpty()
                            || trial().services().containsKey(optional.getName()),
                    "the class offers " + optional.getSimpleName() + " and the bundle does not register it");
        }
    }
}
