package org.mutoscope.revenue;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mutoscope.core.views.Views;

/** Views that a test says. */
final class PaperViews implements Views {
    final Map<String, Long> weights = new TreeMap<>();
    final List<PayerWeight> payers = new ArrayList<>();
    final List<Correction> corrections = new ArrayList<>();
    State state = State.SEALED;

    /** Whole views, by visitors without an account. */
    void seen(String job, long views) {
        weights.merge(job, views * VIEW, Long::sum);
    }

    /** Whole views by somebody signed in. */
    void seenBy(String account, String job, long views) {
        seen(job, views);
        payers.add(new PayerWeight(account, job, views * VIEW));
    }

    void correct(YearMonth month, String job, long views) {
        corrections.add(new Correction(
                corrections.size() + 1, month, job, null, views * VIEW, "found out later", Instant.EPOCH));
    }

    @Override
    public Month month(YearMonth month) {
        long all = weights.values().stream().mapToLong(Long::longValue).sum();
        return new Month(month, state, all / VIEW, 0, 0, all);
    }

    @Override
    public void weights(YearMonth month, Consumer<Weight> to) {
        weights.forEach((job, micro) -> to.accept(new Weight(job, micro)));
    }

    @Override
    public void payers(YearMonth month, Consumer<PayerWeight> to) {
        payers.forEach(to);
    }

    @Override
    public List<Correction> corrections(long after, int limit) {
        return corrections.stream()
                .filter(each -> each.seq() > after)
                .limit(limit)
                .toList();
    }
}
