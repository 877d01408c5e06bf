package org.mutoscope.revenue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;

/** Models as simple as can be; the shipped ones have tests of their own. */
final class TownModels {
    static final PeriodShare PRO_RATA = PoolTown.rate(1_000_000);
    static final PeriodShare USER_CENTRIC = TownModels::userCentric;

    private TownModels() {}

    private static List<Share> userCentric(PeriodFacts facts) {
        Map<String, Long> sums = new HashMap<>();
        long rest = facts.amount();
        for (PeriodFacts.Payer payer : facts.payers()) {
            Map<String, Long> parts = Allocator.divide(payer.amount(), payer.weights(), facts.period());
            rest -= parts.values().stream().mapToLong(Long::longValue).sum();
            parts.forEach((holder, micros) -> sums.merge(holder, micros, Long::sum));
        }
        Allocator.divide(rest, facts.weights(), facts.period())
                .forEach((holder, micros) -> sums.merge(holder, micros, Long::sum));
        return sums.entrySet().stream()
                .map(sum -> new Share(sum.getKey(), sum.getValue(), "views"))
                .toList();
    }
}
