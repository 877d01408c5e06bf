package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.VideoBackend;

/** How a backend that has work done elsewhere finds it again: what may have been begun, and paid, is never begun anew. */
interface ResumeContract extends OnBackendBench {
    /** The ticket is remembered before the backend waits: a crash while it waits must not lose the work. */
    @Test
    default void ticketComesBeforeTheWait() throws Exception {
        BackendBench.Rendering rendering = stalled();
        try {
            assertTrue(
                    rendering.context().awaitRemembered(bench().patience),
                    "the work was begun elsewhere, and no ticket was remembered");
        } finally {
            rendering.interrupt(true);
            bench().interrupted(rendering);
        }
    }

    /** An interrupt that does not cancel the job leaves it in doubt, with its ticket. */
    @Test
    default void interruptedWorkIsInDoubt() throws Exception {
        BackendBench.Rendering rendering = stalled();
        rendering.interrupt(false);
        Optional<RenderOutcome> outcome = bench().interrupted(rendering);
        RenderOutcome.Unknown unknown =
                assertInstanceOf(RenderOutcome.Unknown.class, outcome.orElse(null), "the outcome");
        assertTrue(
                !unknown.ticket().isBlank() && unknown.ticket().length() <= 2000,
                "a ticket has 1 to 2,000 characters: " + unknown.ticket().length());
    }

    /** The next attempt, in a new process, brings the clip of the first; nothing is begun a second time. */
    @Test
    default void nextAttemptGoesOn() throws Exception {
        BackendBench.Rendering rendering = stalled();
        LentRender next = left(rendering);
        bench().elsewhere().goOn();
        VideoBackend restarted = bench().specimen.backend();
        LentRender made = bench().completed(restarted, bench().clip(), next);
        assertTrue(made.caught().bytes() > 0, "it said it was done and had pushed nothing");
        assertEquals(1, bench().elsewhere().begun(), "clips begun elsewhere");
    }

    /** An attempt that goes on with a ticket can be interrupted like the first. */
    @Test
    default void resumedWaitCanBeInterrupted() throws Exception {
        LentRender next = left(stalled());
        BackendBench.Rendering again = bench().begin(bench().clip(), next);
        assertFalse(again.context().caught().awaitReached(bench().linger), "a clip came from work that has not ended");
        again.interrupt(false);
        assertFalse(
                bench().interrupted(again).orElse(null) instanceof RenderOutcome.Completed,
                "an interrupted render said that the clip is complete");
    }

    /** An attempt that is no longer the job's current one stops when it is told so: another one may be at work. */
    @Test
    default void supersededAttemptStops() throws Exception {
        bench().elsewhere();
        RenderOutcome outcome;
        try {
            outcome = bench().render(bench().clip(), new LentRender().supersede());
        } catch (IllegalStateException e) {
            return; // as the context threw it
        }
        assertFalse(outcome instanceof RenderOutcome.Completed, "it went on although the host no longer wanted it");
    }

    /** A ticket that it cannot read, as a newer version may have left it before a rollback, begins nothing. */
    @Test
    default void strangeTicketBeginsNothing() throws Exception {
        WorkElsewhere elsewhere = bench().elsewhere();
        RenderOutcome outcome = bench().render(bench().clip(), new LentRender().next("{\"v\":99,\"strange\":true}"));
        assertFalse(outcome instanceof RenderOutcome.Completed, "it made a clip from a ticket that is not its own");
        assertEquals(0, elsewhere.begun(), "clips begun elsewhere");
    }

    /** A render whose work elsewhere was begun and does not end. */
    private BackendBench.Rendering stalled() throws Exception {
        WorkElsewhere elsewhere = bench().elsewhere();
        elsewhere.stall();
        BackendBench.Rendering rendering = bench().begin(bench().clip(), new LentRender());
        bench().awaitBegun(rendering);
        return rendering;
    }

    /** What the next attempt is lent after an update has interrupted one. */
    private LentRender left(BackendBench.Rendering rendering) throws Exception {
        rendering.interrupt(false);
        Optional<RenderOutcome> outcome = bench().interrupted(rendering);
        String ticket = outcome.orElse(null) instanceof RenderOutcome.Unknown unknown ? unknown.ticket() : null;
        return rendering.context().next(ticket);
    }
}
