package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.media.FrameSize;

/** Plans share by weight; nobody starves, nobody saves up turns. */
class FairQueueTest {
    private static final Need NEED = new Need(
            java.util.List.of(org.mutoscope.core.jobs.Candidate.of("m")),
            "text-to-video",
            new FrameSize(64, 64),
            4,
            Need.Ties.NONE);

    private final Map<String, Integer> weights = Map.of("free", 1, "standard", 4);
    private final FairQueue queue = new FairQueue(weights::get);

    private void add(String plan, int jobs) {
        for (int i = 0; i < jobs; i++) {
            long order = queue.order();
            queue.add(new Queued("video_" + order, "acct_" + plan, NEED, order, new Queued.Line(plan, 10)));
        }
    }

    private Map<String, Integer> taken(int jobs) {
        Map<String, Integer> taken = new TreeMap<>();
        for (int i = 0; i < jobs; i++) {
            taken.merge(
                    queue.next((account, plan) -> true, need -> true)
                            .orElseThrow()
                            .plan(),
                    1,
                    Integer::sum);
        }
        return taken;
    }

    @Test
    void fourToOne() {
        add("free", 100);
        add("standard", 100);
        assertEquals(Map.of("free", 20, "standard", 80), taken(100));
        assertEquals(Map.of("free", 80, "standard", 20), taken(100), "what one does not need the other has");
        assertEquals(0, queue.size());
        assertEquals(0, queue.of("acct_free"));
    }

    @Test
    void whoWasAwayDoesNotCatchUp() {
        add("free", 100);
        taken(60);
        add("standard", 100);
        Map<String, Integer> next = taken(10);
        assertTrue(next.getOrDefault("free", 0) >= 2, next + "");
        taken(110);
        add("standard", 50);
        add("free", 50);
        assertTrue(taken(10).getOrDefault("standard", 0) >= 7);
    }

    @Test
    void aPlanThatMayNotRunMoreLeavesItsTurnToOthers() {
        add("standard", 10);
        add("free", 10);
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    "free",
                    queue.next((account, plan) -> plan.equals("free"), need -> true)
                            .orElseThrow()
                            .plan());
        }
        assertTrue(
                queue.next((account, plan) -> plan.equals("free"), need -> true).isEmpty());
        assertEquals(10, queue.of("acct_standard"));
    }

    @Test
    void parkedJobsCountAndKeepTheirPlan() {
        Queued job = new Queued("video_1", "acct_1", NEED, queue.order(), new Queued.Line("standard", 10));
        queue.park(job);
        assertEquals(1, queue.of("acct_1"));
        assertTrue(queue.next((account, plan) -> true, need -> true).isEmpty());
        queue.change("video_1", NEED.boundTo("b"));
        queue.wake("video_1", NEED);
        assertEquals(
                "standard",
                queue.next((account, plan) -> true, need -> true).orElseThrow().plan());
        assertEquals(0, queue.of("acct_1"));
    }
}
