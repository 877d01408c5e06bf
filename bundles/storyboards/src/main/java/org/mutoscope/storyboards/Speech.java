package org.mutoscope.storyboards;

/** How long a text takes to be said: an estimate, the voice decides. */
final class Speech {
    /** About 150 words a minute, which is how audio books are read. */
    private static final long WORD = 400;
    /** A sign of a script that writes syllables or words in one. */
    private static final long SIGN = 200;
    /** Begin and end. */
    private static final long PAUSE = 400;

    private Speech() {}

    /** Milliseconds; 0 for nothing. */
    static long millis(String text) {
        long all = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean letter = Character.isLetterOrDigit(c);
            boolean sign = letter && signs(c);
            all += sign ? SIGN : letter && !inWord ? WORD : 0;
            // "it's" and "well-known" are one word
            inWord = letter && !sign || inWord && (c == '\'' || c == '\u2019' || c == '-');
            i += Character.charCount(c);
        }
        return all == 0 ? 0 : all + PAUSE;
    }

    /** Seconds, rounded up. */
    static int seconds(String text) {
        return (int) ((millis(text) + 999) / 1_000);
    }

    private static boolean signs(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || script == Character.UnicodeScript.HANGUL;
    }
}
