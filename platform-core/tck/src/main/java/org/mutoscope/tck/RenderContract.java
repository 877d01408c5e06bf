package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderOutcome;

/** What a clip is that a backend makes. */
interface RenderContract extends OnBackendBench {
    /** A clip is completed when all of it is in the sink: frames of the size that was announced, or one file from the scratch folder. */
    @Test
    default void clipIsWhole() throws Exception {
        LentRender made = bench().completed(bench().clip());
        assertEquals("", made.caught().misuse(), "what the sink refused");
        assertTrue(made.caught().bytes() > 0, "it said it was done and had pushed nothing");
    }

    /** It is as long as was asked, give or take a second: the creator pays for the seconds that come. */
    @Test
    default void clipIsAsLongAsAsked() throws Exception {
        AskedClip clip = bench().clip();
        CaughtMedia caught = bench().completed(clip).caught();
        assumeTrue(caught.rate() > 0, "not declared: it hands over a file, whose length the platform reads");
        double seconds = (double) caught.frames() / caught.rate();
        assertTrue(
                Math.abs(seconds - clip.seconds()) < 1,
                caught.frames() + " frames at " + caught.rate() + " a second are no clip of " + clip.seconds() + " s");
    }

    /** Where the offer says that the seed is kept to, the same request makes the same clip. */
    @Test
    default void sameSeedMakesTheSameClip() throws Exception {
        AskedClip clip = bench().clip();
        boolean kept = bench().offers().stream()
                .filter(offer -> offer.id().equals(clip.model()))
                .anyMatch(offer -> "true".equals(offer.attributes().get(ModelOffer.SEED)));
        assumeTrue(kept, "not declared: its offer does not say that the seed is kept to");
        String first = bench().completed(clip).caught().digest();
        assertEquals(first, bench().completed(clip.of("job_tck2")).caught().digest(), "frames of the same clip again");
    }

    /** When the encoder fails, the clip is neither completed nor the creator's fault. */
    @Test
    default void brokenSinkIsAFailure() throws Exception {
        RenderOutcome outcome = bench().broken();
        assertTrue(
                outcome instanceof RenderOutcome.Failed || outcome instanceof RenderOutcome.Unknown,
                "the encoder failed, and the outcome was " + outcome);
    }

    /** After render has returned it says and pushes nothing more: sink and context are no longer the attempt's. */
    @Test
    default void nothingComesAfterTheEnd() throws Exception {
        LentRender made = bench().completed(bench().clip());
        assertFalse(
                made.caught().awaitLate(bench().linger), "it used the sink or the context after render had returned");
    }

    /** No prompt and no key reaches a log or the console, whether the clip comes, is refused or fails. */
    @Test
    default void promptStaysInside() throws Exception {
        String word = "zanzibar-7301";
        AskedClip clip = bench().clip();
        AskedClip secret = clip.prompt(clip.prompt() + " " + word);
        try (Overheard overheard = new Overheard()) {
            bench().render(secret, new LentRender());
            LentRender broken = new LentRender();
            broken.caught().breaks();
            bench().render(secret.of("job_tck2"), broken);
            List<String> heard = new ArrayList<>(bench().specimen.secrets());
            heard.add(word);
            heard.removeIf(one -> !overheard.text().contains(one));
            assertTrue(heard.isEmpty(), "the prompt or a key was logged or printed");
        }
    }
}
