package org.mutoscope.guard.rules;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A word of a text, in small letters and without accents.
 *
 * @param text the word
 * @param start where it begins in the original
 * @param end one past its last character there
 */
record Word(String text, int start, int end) {
    /** The words of a text. */
    static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); ) {
            int c = i < text.length() ? text.codePointAt(i) : -1;
            if (c >= 0 && isIn(c)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                words.add(new Word(folded(text.substring(start, i)), start, i));
                start = -1;
            }
            i += c < 0 ? 1 : Character.charCount(c);
        }
        return words;
    }

    private static boolean isIn(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FORMAT;
    }

    private static String folded(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFKD)
                .replaceAll("[\\p{Mn}\\p{Cf}]", "")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    static String joined(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    /** Whether it is written without spaces between words. */
    static boolean runsOn(String text) {
        return text.codePoints().mapToObj(UnicodeScript::of).anyMatch(script -> switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        });
    }
}
