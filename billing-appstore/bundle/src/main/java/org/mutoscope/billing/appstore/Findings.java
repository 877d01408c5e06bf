package org.mutoscope.billing.appstore;

import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.StoreSignal;

/** What follows from a notice. */
record Findings(List<PurchaseFact> purchases, List<PlanPeriod> periods, List<StoreSignal> signals) {
    static final Findings NONE = new Findings(List.of(), List.of(), List.of());

    static Findings of(PurchaseFact fact) {
        return new Findings(List.of(fact), List.of(), List.of());
    }

    static Findings of(List<PlanPeriod> periods) {
        return new Findings(List.of(), periods, List.of());
    }

    Findings and(StoreSignal signal) {
        return new Findings(
                purchases,
                periods,
                Stream.concat(signals.stream(), Stream.of(signal)).toList());
    }
}
