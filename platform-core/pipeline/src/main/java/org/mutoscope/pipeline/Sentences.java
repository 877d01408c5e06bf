package org.mutoscope.pipeline;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into pieces that a voice takes: between sentences, else between words. */
final class Sentences {
    /** Longest text of one call of a voice, see {@link org.mutoscope.api.media.SpeechSynthesizer#speak}. */
    static final int MOST = 4_096;

    private Sentences() {}

    /** The pieces in order, none of them blank. @param language BCP 47 tag */
    static List<String> of(String text, String language) {
        Locale locale = Locale.forLanguageTag(language);
        List<String> pieces = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > MOST) {
            int cut = last(BreakIterator.getSentenceInstance(locale), rest);
            if (cut == 0) {
                cut = last(BreakIterator.getWordInstance(locale), rest);
            }
            if (cut == 0) {
                cut = Character.isHighSurrogate(rest.charAt(MOST - 1)) ? MOST - 1 : MOST;
            }
            pieces.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    /** The last place to cut that leaves a piece that is short enough; 0 if there is none. */
    private static int last(BreakIterator places, String text) {
        places.setText(text);
        int at = places.preceding(MOST + 1);
        return at == BreakIterator.DONE ? 0 : at;
    }
}
