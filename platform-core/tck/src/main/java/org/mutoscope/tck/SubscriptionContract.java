package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.Subscriptions;

/** What may be said of a subscription, if the provider knows any. */
interface SubscriptionContract extends OnBench {
    /** The paid periods, oldest first, each with a purchase id of its own: each grants one lot. */
    @Test
    default void periodsAreInOrder() throws Exception {
        String id = subscription();
        List<PlanPeriod> periods = periods(offered(), id);
        assertFalse(periods.isEmpty(), "a subscription that is paid has no period");
        Set<String> purchases = new HashSet<>();
        Instant last = Instant.MIN;
        for (PlanPeriod period : periods) {
            assertEquals(id, period.subscriptionId(), "subscription of a period");
            assertTrue(purchases.add(period.purchase().purchaseId()), "two periods have one purchase id");
            assertFalse(period.startsAt().isBefore(last), "a period that began earlier comes later");
            last = period.startsAt();
        }
    }

    /** Asked again, later and after a restart, it names the same periods under the same ids. */
    @Test
    default void samePeriodsAgain() throws Exception {
        String id = subscription();
        List<PlanPeriod> first = periods(offered(), id);
        bench().context.advance(Duration.ofMinutes(5));
        assertEquals(first, periods(offered(), id), "the periods asked for again");
        BillingProvider restarted = bench().specimen.provider();
        Subscriptions again = bench().specimen
                .offers(Subscriptions.class, restarted)
                .orElseThrow(() -> new AssertionError("after a restart it offers no subscriptions"));
        assertEquals(first, periods(again, id), "the periods after a restart");
    }

    /** What nobody subscribed to has no periods. */
    @Test
    default void unknownSubscriptionHasNoPeriods() throws Exception {
        Subscriptions subscriptions = offered();
        for (String unknown : List.of("no-such-subscription-of-the-kit", "../x", "0")) {
            List<PlanPeriod> periods;
            try {
                periods = periods(subscriptions, unknown);
            } catch (Exception e) {
                continue; // that it cannot say is an answer too
            }
            assertEquals(List.of(), periods, "periods of " + unknown);
        }
    }

    /** Of a store in trouble it says nothing: it throws. No periods would mean that nobody paid. */
    @Test
    default void periodsInTroubleAreNotNone() throws Exception {
        String id = subscription();
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
        Subscriptions subscriptions = offered();
        assertEquals(
                List.of(),
                bench().claimsInTrouble(() -> subscriptions.periods(id, bench().context)),
                "troubles of the store in which the periods were given all the same");
    }

    /** It ends within a second of being interrupted, and names no periods. */
    @Test
    default void interruptEndsThePeriods() throws Exception {
        String id = subscription();
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
        Subscriptions subscriptions = offered();
        List<List<PlanPeriod>> claims = bench().interrupted(() -> subscriptions.periods(id, bench().context));
        assertEquals(List.of(), claims, "periods that interrupted calls name");
    }

    private List<PlanPeriod> periods(Subscriptions by, String id) throws Exception {
        return Bench.call(() -> by.periods(id, bench().context)).stream()
                .map(Outcomes::undated)
                .toList();
    }

    private Subscriptions offered() {
        Optional<Subscriptions> subscriptions = bench().specimen.offers(Subscriptions.class, bench().provider);
        assumeTrue(subscriptions.isPresent(), "not declared: it offers no Subscriptions");
        return subscriptions.get();
    }

    /** One that the provider has heard of: the host asks about no other. */
    private String subscription() throws Exception {
        offered();
        Optional<String> subscription = bench().specimen.subscription();
        assumeTrue(subscription.isPresent(), "not declared: the specimen names no subscription");
        bench().acquainted();
        return subscription.get();
    }
}
