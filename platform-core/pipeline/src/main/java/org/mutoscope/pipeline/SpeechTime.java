package org.mutoscope.pipeline;

import java.lang.Character.UnicodeScript;
import java.util.List;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films.Scene;

/** How long a text takes to say at the very least: how long it is is known when it is spoken, and what can never fit is refused before anything is paid. */
final class SpeechTime {
    /** Twice as fast as people speak: fewer than 15 letters in a second are usual. */
    private static final long LETTER_MICROS = 1_000_000 / 30;
    /** The same where a sign stands for a syllable or a word: 5 to 8 in a second are usual. */
    private static final long SIGN_MICROS = 1_000_000 / 15;

    private SpeechTime() {}

    /**
     * Looks whether all that is said in a film could be said in its time.
     *
     * @throws Problem {@code narration_too_long}
     */
    static void require(List<Scene> scenes) {
        long shots = 0;
        long over = 0;
        for (int i = 0; i < scenes.size(); i++) {
            String narration = scenes.get(i).narration();
            long shot = scenes.get(i).shot().seconds() * 1000L;
            shots += shot;
            over += FilmLimits.inShot(i, () -> over(narration, shot));
        }
        if (over > 0 && shots + over > Dubbing.MOST_MILLIS) {
            throw new Problem(
                    Code.NARRATION_TOO_LONG,
                    "With all that is said the film would be longer than " + Dubbing.MOST_MILLIS / 1000
                            + " s, however fast it is said. Shorten the narration, or make two films. Nothing was charged.",
                    "shots",
                    null);
        }
    }

    private static long over(String narration, long shotMillis) {
        long least = least(narration);
        long over = least == 0 ? 0 : Dubbing.over(least, shotMillis);
        if (over > Dubbing.MOST_OVER_MILLIS) {
            throw new Problem(
                    Code.NARRATION_TOO_LONG,
                    "The narration takes at least " + least / 1000
                            + " s, however fast it is said, and there is room for "
                            + (shotMillis + Dubbing.MOST_OVER_MILLIS - Dubbing.PAUSE_MILLIS) / 1000
                            + " s. Shorten it, or give the shot more seconds. Nothing was charged.",
                    "narration",
                    null);
        }
        return over;
    }

    /** Milliseconds in which nobody says it faster. */
    static long least(String text) {
        return text.codePoints().mapToLong(SpeechTime::micros).sum() / 1000;
    }

    private static long micros(int sign) {
        if (!Character.isLetterOrDigit(sign)) {
            return 0;
        }
        return switch (UnicodeScript.of(sign)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> SIGN_MICROS;
            default -> LETTER_MICROS;
        };
    }
}
