package org.mutoscope.pipeline;

import java.nio.file.Path;
import org.mutoscope.api.media.AudioFormat;

/** Has texts spoken by the voices that are installed. Safe for use by several threads. */
final class Narration {
    Narration(Kinds kinds) {}

    /**
     * Who is to speak.
     *
     * @param language BCP 47 tag; null for English
     * @param voice name of a voice; null for the best that speaks the language
     */
    record Speaker(String language, String voice) {}

    /**
     * What is to be spoken.
     *
     * @param shot number of the shot, from 1
     * @param text any length but none
     * @param mostMillis how long it may become
     */
    record Line(int shot, String text, long mostMillis) {}

    /** What was spoken. @param milliseconds how long it is, rounded up */
    record Spoken(Path pcm, AudioFormat format, long milliseconds) {
        /** As a piece of a soundtrack. */
        Soundtrack.Piece at(long offsetMillis) {
            return new Soundtrack.Piece(offsetMillis, pcm, format, true);
        }
    }

    /** While the creator waits. @throws org.mutoscope.core.problem.Problem {@code voice_not_found}, {@code language_not_spoken} if voices are there and none will do */
    void require(Speaker speaker) {}

    /**
     * Speaks one narration, once per attempt.
     *
     * @throws Detour if no voice is there, the voice failed, or it became too long
     */
    Spoken speak(Trip trip, Speaker speaker, Line line) throws Detour, InterruptedException {
        throw Detour.waiting("waiting for a voice");
    }
}
