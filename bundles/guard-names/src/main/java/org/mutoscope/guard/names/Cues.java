package org.mutoscope.guard.names;

import java.util.List;
import java.util.stream.Stream;

/**
 * Signs that a common word is meant as a name: another name of the same subject in the text, quotation marks around it, or a word such as
 * "film" or "actress" directly beside it. Immutable.
 */
final class Cues {
    private static final String QUOTES = "\"“”„«»‹›「」『』《》〈〉‘’";

    private final List<Plain> words;

    /** @param words further ones beside those of {@code cues.txt} */
    Cues(String[] words) {
        this.words = Stream.concat(Fold.lines("cues.txt").stream(), Stream.of(words))
                .map(Plain::of)
                .filter(word -> word.length > 0)
                .toList();
    }

    /**
     * Whether something beside the hit says that it is meant.
     *
     * @param signs the first and last places of each name of the same subject
     */
    boolean about(Hit hit, List<Hit> signs, String original) {
        return isQuoted(hit, original)
                || signs.stream().anyMatch(other -> confirms(other, hit))
                || words.stream().anyMatch(cue -> isBeside(cue, hit));
    }

    private static boolean confirms(Hit other, Hit hit) {
        return !other.name().text().equals(hit.name().text()) && !other.overlaps(hit);
    }

    private static boolean isQuoted(Hit hit, String original) {
        return hit.from() > 0
                && hit.to() < original.length()
                && QUOTES.indexOf(original.charAt(hit.from() - 1)) >= 0
                && QUOTES.indexOf(original.charAt(hit.to())) >= 0;
    }

    private static boolean isBeside(Plain cue, Hit hit) {
        Plain text = hit.text();
        int before = hit.start() - cue.length;
        int after = hit.end();
        return text.says(before, cue) && Edges.begin(text, before)
                || text.says(after, cue) && Edges.end(text, after + cue.length, cue.length);
    }
}
