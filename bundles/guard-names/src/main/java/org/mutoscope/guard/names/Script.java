package org.mutoscope.guard.names;

import java.lang.Character.UnicodeScript;

/** What the writing of a character asks of the places where a name may begin and end. */
enum Script {
    /** Words stand between spaces. */
    SPACED,
    /** Digits: words may begin and end beside them. */
    DIGIT,
    /** No spaces between words, and particles in the same letters. */
    HIRAGANA,
    /** No spaces, but words of their own. */
    KATAKANA,
    /** No spaces. */
    HAN,
    /** Spaces, and particles joined to the word. */
    HANGUL,
    /** Spaces, and particles joined in front of the word. */
    SEMITIC,
    /** Thai and its neighbours: no spaces. */
    UNSPACED;

    static Script of(int c) {
        if (c < 0x80) {
            return c >= '0' && c <= '9' ? DIGIT : SPACED;
        }
        if (c == 0x30FC || c == 0xFF70) {
            return KATAKANA;
        }
        if (Character.isDigit(c)) {
            return DIGIT;
        }
        return switch (UnicodeScript.of(c)) {
            case HIRAGANA -> HIRAGANA;
            case KATAKANA -> KATAKANA;
            case HAN -> HAN;
            case HANGUL -> HANGUL;
            case ARABIC, HEBREW -> SEMITIC;
            case THAI, LAO, KHMER, MYANMAR -> UNSPACED;
            default -> SPACED;
        };
    }

    /** Whether a name may begin or end anywhere in such text. */
    boolean runsOn() {
        return this == HIRAGANA || this == HAN || this == UNSPACED;
    }
}
