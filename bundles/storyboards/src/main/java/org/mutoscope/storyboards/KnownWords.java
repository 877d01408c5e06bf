package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.api.backend.ModelOffer;

/** The words that a model knows, as its offer lists them. A text is read from the left, the longest known phrase first, each perhaps in the plural. */
final class KnownWords {
    // A possessive is read as its noun: "the cat's tail".
    private static final Pattern WORD = Pattern.compile("([\\p{L}\\p{M}\\p{N}]+)(?:['\u2019]s\\b)?");

    private final Set<String> phrases;
    private final Set<String> ignored;
    private final List<String> words;
    private final int longest;

    private KnownWords(List<String> phrases, List<String> ignored) {
        this.phrases = Set.copyOf(phrases);
        this.ignored = Set.copyOf(ignored);
        this.words = phrases.stream()
                .filter(phrase -> phrase.indexOf(' ') < 0)
                .sorted()
                .toList();
        this.longest = phrases.stream()
                .mapToInt(phrase -> phrase.split(" ").length)
                .max()
                .orElse(1);
    }

    /** The list of a model, if it has one. */
    static Optional<KnownWords> of(ModelOffer offer) {
        String list = offer.attributes().get(ModelOffer.VOCABULARY);
        if (list == null || list.isBlank()) {
            return Optional.empty();
        }
        String[] parts = list.split(";", 2);
        return Optional.of(new KnownWords(all(parts[0]), all(parts.length == 2 ? parts[1] : "")));
    }

    private static List<String> all(String list) {
        Set<String> all = new HashSet<>();
        for (String phrase : list.split(",")) {
            if (!phrase.isBlank()) {
                all.add(phrase.strip().toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(all);
    }

    /** A word where it stands. @param from of its first letter @param to behind its last */
    record Spot(String word, int from, int to) {}

    /** The words that it does not know, in their order. */
    List<Spot> unknown(String text) {
        List<Spot> spots = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            spots.add(new Spot(matcher.group(1).toLowerCase(Locale.ROOT), matcher.start(1), matcher.end(1)));
        }
        List<Spot> unknown = new ArrayList<>();
        for (int at = 0; at < spots.size(); ) {
            int length = phraseAt(spots, at);
            if (length == 0 && !known(spots.get(at).word(), ignored)) {
                unknown.add(spots.get(at));
            }
            at += Math.max(1, length);
        }
        return unknown;
    }

    /** Number of words of the longest known phrase that begins there, 0 if there is none. */
    private int phraseAt(List<Spot> spots, int at) {
        for (int length = Math.min(longest, spots.size() - at); length > 0; length--) {
            String phrase = spots.subList(at, at + length).stream()
                    .map(Spot::word)
                    .reduce((a, b) -> a + " " + b)
                    .orElseThrow();
            if (known(phrase, phrases)) {
                return length;
            }
        }
        return 0;
    }

    private static boolean known(String phrase, Set<String> list) {
        return list.contains(phrase)
                || phrase.endsWith("s") && list.contains(phrase.substring(0, phrase.length() - 1))
                || phrase.endsWith("es") && list.contains(phrase.substring(0, phrase.length() - 2))
                || phrase.endsWith("ies") && list.contains(phrase.substring(0, phrase.length() - 3) + "y")
                || phrase.endsWith("ves") && list.contains(phrase.substring(0, phrase.length() - 3) + "f");
    }

    /** The known word that is spelt most like one that is not: one letter may differ, of six and more letters two; of less than four none. */
    Optional<String> nearest(String word) {
        int most = word.length() < 4 ? 0 : word.length() < 6 ? 1 : 2;
        return words.stream()
                .filter(known -> known.length() > 2 && Math.abs(known.length() - word.length()) <= most)
                .filter(known -> Spelling.distance(known, word) <= most)
                .min(Comparator.comparingInt((String known) -> Spelling.distance(known, word))
                        .thenComparing(known -> known.charAt(0) != word.charAt(0))
                        .thenComparing(known -> known));
    }
}
