package org.mutoscope.pipeline;

import java.lang.Character.UnicodeScript;

/** How long a text takes to say at the very least, so that what can never fit is refused before anything is paid. */
final class SpeechTime {
    /** Twice as fast as people speak: fewer than 15 letters in a second are usual. */
    private static final long LETTER_MICROS = 1_000_000 / 30;
    /** The same where a sign stands for a syllable or a word: 5 to 8 in a second are usual. */
    private static final long SIGN_MICROS = 1_000_000 / 15;

    private SpeechTime() {}

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
