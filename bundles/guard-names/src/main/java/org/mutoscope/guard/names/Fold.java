package org.mutoscope.guard.names;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a character is looked for as. The table {@code fold.txt} is made of ICU4J by the tests: NFKC_Casefold, taken apart, without the
 * marks that only decorate, katakana as hiragana, traditional Chinese characters as simplified ones, and for letters of other alphabets
 * the Latin ones that they look like. Read on first use; safe for use by several threads.
 */
final class Fold {
    private static final int PLANES = 0x20000;
    private static final char[] ROW = new char[PLANES];
    private static final List<String[]> ROWS = new ArrayList<>(List.<String[]>of(new String[0]));
    private static final Map<Integer, String[]> BEYOND = new HashMap<>();

    /** Final consonants of Hangul as the letters that begin a syllable, so that whole syllables, jamo and keyboard letters are one. */
    private static final String[] FINALS = {
        "", "ᄀ", "ᄁ", "ᄀᄉ", "ᄂ", "ᄂᄌ", "ᄂᄒ", "ᄃ", "ᄅ", "ᄅᄀ", "ᄅᄆ", "ᄅᄇ", "ᄅᄉ", "ᄅᄐ", "ᄅᄑ", "ᄅᄒ", "ᄆ", "ᄇ", "ᄇᄉ", "ᄉ",
        "ᄊ", "ᄋ", "ᄌ", "ᄎ", "ᄏ", "ᄐ", "ᄑ", "ᄒ"
    };

    private static final int SYLLABLES = 0xAC00;
    private static final int LAST_SYLLABLE = 0xD7A3;
    private static final int FIRST_FINAL = 0x11A7;

    static {
        lines("fold.txt").forEach(Fold::row);
    }

    private Fold() {}

    /** Lines of a table beside this class. */
    static List<String> lines(String table) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Fold.class.getResourceAsStream(table), StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("# ") && !line.equals("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(String line) {
        String[] parts = line.split("\t", -1);
        int c = Integer.parseInt(parts[0], 16);
        String says = finals(parts[1]);
        String[] row = {says, parts.length > 2 ? finals(parts[2]) : says};
        if (c < PLANES) {
            ROW[c] = (char) ROWS.size();
            ROWS.add(row);
        } else {
            BEYOND.put(c, row);
        }
    }

    private static String finals(String text) {
        StringBuilder all = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > FIRST_FINAL && c < FIRST_FINAL + FINALS.length) {
                all.append(FINALS[c - FIRST_FINAL]);
            } else {
                all.append(c);
            }
        }
        return all.toString();
    }

    /**
     * @param c a character beyond ASCII
     * @return what it says and what it looks like, or null if both are itself
     */
    static String[] of(int c) {
        if (c >= SYLLABLES && c <= LAST_SYLLABLE) {
            String said = syllable(c - SYLLABLES);
            return new String[] {said, said};
        }
        if (c > FIRST_FINAL && c < FIRST_FINAL + FINALS.length) {
            String said = FINALS[c - FIRST_FINAL];
            return new String[] {said, said};
        }
        if (c >= PLANES) {
            return BEYOND.get(c);
        }
        return ROW[c] == 0 ? null : ROWS.get(ROW[c]);
    }

    /** Hangul syllables are numbered by their letters: 19 first ones, 21 vowels, 28 last ones. */
    private static String syllable(int number) {
        int vowels = 21;
        int lasts = FINALS.length;
        char first = (char) (0x1100 + number / (vowels * lasts));
        char vowel = (char) (0x1161 + number % (vowels * lasts) / lasts);
        return "" + first + vowel + FINALS[number % lasts];
    }
}
