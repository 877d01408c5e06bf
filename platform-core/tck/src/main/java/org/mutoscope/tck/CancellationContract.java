package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderOutcome;

/** How a backend stops: the host interrupts its thread, and gives the thread up if that does not help. */
interface CancellationContract extends OnBackendBench {
    /** An interrupt while the encoder is behind ends the render, and nothing is said to be complete. */
    @Test
    default void interruptEndsTheRender() throws Exception {
        assertStopped(interruptedAtTheSink(bench().clip(), true));
    }

    /** A render that is interrupted before it has begun does not begin. */
    @Test
    default void interruptBeforeTheStartCounts() throws Exception {
        LentRender context = new LentRender().cancel(true);
        AskedClip clip = bench().clip();
        Bench.Running<RenderOutcome> running = Bench.begin(() -> {
            Thread.currentThread().interrupt();
            try (context) {
                return bench().backend.render(clip, context);
            }
        });
        assertStopped(bench().interrupted(new BackendBench.Rendering(context, running)));
    }

    /** After all of its slots were interrupted it makes the next clip: nothing is still taken. */
    @Test
    default void nextClipComesAfterAnInterrupt() throws Exception {
        int slots = Math.min(8, bench().backend.capabilities().slots());
        for (int n = 0; n < slots; n++) {
            interruptedAtTheSink(bench().clip().of("job_tck" + n), false);
        }
        bench().completed(bench().clip().of("job_tck_next"));
    }

    /** What nobody wants any more is ended elsewhere, where the offer says that it can be. */
    @Test
    default void unwantedWorkIsEnded() throws Exception {
        WorkElsewhere elsewhere = bench().elsewhere();
        String stops = bench().offer().attributes().get(ModelOffer.CANCEL);
        assumeTrue("true".equals(stops), "not declared: its offer does not say that a clip can be stopped");
        elsewhere.stall();
        BackendBench.Rendering rendering = bench().begin(bench().clip(), new LentRender());
        bench().awaitBegun(rendering);
        rendering.interrupt(true);
        assertStopped(bench().interrupted(rendering));
        assertTrue(bench().until(() -> elsewhere.stopped() > 0), "the work elsewhere was not ended");
        assertEquals(1, elsewhere.begun(), "clips begun elsewhere");
    }

    private Optional<RenderOutcome> interruptedAtTheSink(AskedClip clip, boolean forGood) throws Exception {
        LentRender context = new LentRender();
        context.caught().hold();
        BackendBench.Rendering rendering = bench().begin(clip, context);
        bench().awaitMedia(rendering);
        rendering.interrupt(forGood);
        return bench().interrupted(rendering);
    }

    private static void assertStopped(Optional<RenderOutcome> outcome) {
        assertFalse(
                outcome.orElse(null) instanceof RenderOutcome.Completed,
                "an interrupted render said that the clip is complete");
    }
}
