package org.mutoscope.revenue;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.PeriodFacts;

/** What a model is told. */
record PoolFacts(
        String period,
        String pool,
        long amount,
        String asset,
        String cause,
        Map<String, Long> weights,
        List<PeriodFacts.Payer> payers)
        implements PeriodFacts {}
