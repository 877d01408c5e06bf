package org.mutoscope.rest;

import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The routes of the Videos API that come with a later version: there, and honest about it. */
final class LaterResource {
    /** Another clip made from a clip. */
    Answer remix(Ask ask) {
        throw later("Remixing a video");
    }

    /** A clip changed. */
    Answer edit(Ask ask) {
        throw later("Editing a video");
    }

    /** A character made from a clip. */
    Answer character(Ask ask) {
        throw later("Making a character");
    }

    /** A character. */
    Answer showCharacter(Ask ask) {
        throw later("Looking up a character");
    }

    private static Problem later(String what) {
        return new Problem(
                Code.UNSUPPORTED_FEATURE,
                what + " comes with version 0.2 of Mutoscope; this is 0.1, which makes clips from words."
                        + " Nothing was charged.");
    }
}
