package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.FrameSize;

/** What is told before a clip is ordered, and what it costs. */
interface EstimateContract extends OnBackendBench {
    /** Each combination of model, task, size and length that it offers has an estimate, before its files are there. */
    @Test
    default void everyOfferHasAnEstimate() {
        List<String> wrong = new ArrayList<>();
        for (AskedClip clip : all()) {
            String what = clip.model() + " " + clip.task() + " " + clip.size() + " " + clip.seconds() + " s: ";
            try {
                said(estimate(clip)).ifPresent(fault -> wrong.add(what + fault));
            } catch (Exception | AssertionError e) {
                wrong.add(what + e);
            }
        }
        assertEquals(List.of(), wrong, "what is wrong with the estimates");
    }

    /** Asked twice it says the same of size, price and words, and has nothing begun: the creator may never order. */
    @Test
    default void estimateChangesNothing() throws Exception {
        AskedClip clip = bench().specimen.clip(bench().offer());
        Estimate first = estimate(clip);
        Estimate again = estimate(clip);
        assertEquals(first.renderedSize(), again.renderedSize(), "the size when asked again");
        assertEquals(first.remarks(), again.remarks(), "the remarks when asked again");
        assertEquals(first.cost(), again.cost(), "the cost when asked again");
        bench().specimen
                .elsewhere()
                .ifPresent(elsewhere -> assertEquals(0, elsewhere.begun(), "clips begun for an estimate"));
    }

    /** Who has a budget says what a clip can cost, in dollars: otherwise nothing is reserved, and the budget is no limit. */
    @Test
    default void budgetHasAPrice() throws Exception {
        Set<String> limits =
                new TreeSet<>(bench().backend.capabilities().attributes().keySet());
        limits.retainAll(Set.of(BackendCapabilities.BUDGET_DAY, BackendCapabilities.BUDGET_MONTH));
        assumeTrue(!limits.isEmpty(), "not declared: it has no budget");
        Optional<UpstreamCost> cost =
                estimate(bench().specimen.clip(bench().offer())).cost();
        assertTrue(
                cost.isPresent() && cost.get().currency().equals(UpstreamCost.USD),
                "it has a budget, and its estimate costs " + cost);
    }

    /** A clip costs no more than was estimated: that much is reserved from the budget. */
    @Test
    default void costStaysWithinTheEstimate() throws Exception {
        AskedClip clip = bench().clip();
        Optional<UpstreamCost> most = estimate(clip).cost();
        assumeTrue(most.isPresent(), "not declared: it pays nobody");
        for (UpstreamCost told : bench().completed(clip).costs()) {
            assertTrue(
                    told.currency().equals(most.get().currency())
                            && told.micros() <= most.get().micros(),
                    "it told a cost of " + told + " and had estimated " + most.get());
        }
    }

    private Estimate estimate(AskedClip clip) throws Exception {
        Estimate estimate = Bench.call(() -> bench().backend.estimate(clip));
        assertTrue(estimate != null, "it gave no estimate");
        return estimate;
    }

    /** What is wrong with an estimate. */
    private static Optional<String> said(Estimate estimate) {
        if (estimate.duration() == null || estimate.duration().isNegative()) {
            return Optional.of("a duration is not negative");
        } else if (estimate.renderedSize() == null) {
            return Optional.of("it names the size of its frames");
        } else if (estimate.remarks().size() > 20
                || estimate.remarks().stream().anyMatch(r -> r.isBlank() || r.length() > 500)) {
            return Optional.of("at most 20 remarks of 1 to 500 characters");
        }
        return Optional.empty();
    }

    /** All that can be asked for, without files: each size with the shortest and the longest clip. */
    private List<AskedClip> all() {
        List<AskedClip> all = new ArrayList<>();
        for (ModelOffer offer : bench().offers()) {
            Set<Integer> lengths = new TreeSet<>(offer.seconds().isEmpty() ? Set.of(1, 120) : offer.seconds());
            for (String task : offer.tasks()) {
                AskedClip least = AskedClip.least(offer, task);
                Set<FrameSize> sizes = offer.sizes().isEmpty() ? Set.of(least.size()) : offer.sizes();
                for (FrameSize size : sizes) {
                    for (int length : lengths) {
                        all.add(least.of(size, length));
                    }
                }
            }
        }
        return all;
    }
}
