package org.mutoscope.worker.caption;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words a model knows. A caption is a row of slots (what, where, how it moves, ...), each 0 or the number of a phrase. Immutable.
 *
 * <p>A text is read in lower case, from the left, always the longest known phrase first; the first phrase for a slot wins, or a {@link Pair} tells two
 * things apart. Each phrase may stand in the plural. Words that are neither known nor ignored are told to the creator.
 */
public final class Vocabulary {
    /** What a phrase sets. @param slot from 0 @param id from 1, or 0 to leave the slot open */
    public record Meaning(int slot, int id) {}

    /** What was read. @param ids one per slot, 0 where nothing was said @param unknown words nobody knows, each once, in their order */
    public record Caption(long[] ids, List<String> unknown) {}

    /** Form of a phrase: words of letters and digits with one space between. */
    private static final Pattern PHRASE = Pattern.compile("[\\p{L}\\p{N}]+( [\\p{L}\\p{N}]+)*");

    // A possessive is read as its noun: "the cat's tail".
    private static final Pattern WORD = Pattern.compile("([\\p{L}\\p{M}\\p{N}]+)(['\u2019]s\\b)?");

    private final int slots;
    private final Map<String, Meaning> phrases;
    private final Set<String> ignored;
    private final Optional<Pair> pair;
    private final int longest;

    /** One that knows one thing at a time; see the other constructor. */
    public Vocabulary(int slots, Map<String, Meaning> phrases, Set<String> ignored) {
        this(slots, phrases, ignored, Optional.empty());
    }

    /**
     * Checks and copies.
     *
     * @param slots number of slots, 1 to 64
     * @param phrases lower-case words of letters and digits with one space between
     * @param ignored single words that carry no meaning
     * @param pair how two things are told apart, if it knows two
     * @throws IllegalArgumentException if a phrase has another form or a slot does not exist
     */
    public Vocabulary(int slots, Map<String, Meaning> phrases, Set<String> ignored, Optional<Pair> pair) {
        if (slots < 1 || slots > 64) {
            throw new IllegalArgumentException("a caption has 1 to 64 slots, not " + slots);
        }
        phrases.forEach((phrase, meaning) -> check(slots, phrase, meaning));
        this.slots = slots;
        this.phrases = Map.copyOf(phrases);
        this.ignored = Set.copyOf(ignored);
        this.pair = pair;
        pair.ifPresent(two -> two.second().forEach((slot, place) -> check(slots, slot, place)));
        this.longest = phrases.keySet().stream()
                .mapToInt(p -> p.split(" ").length)
                .max()
                .orElse(1);
    }

    private static void check(int slots, int slot, int place) {
        if (slot < 0 || slot >= slots || place < 0 || place >= slots) {
            throw new IllegalArgumentException("slot " + slot + " or its second place " + place + " does not exist");
        }
    }

    private static void check(int slots, String phrase, Meaning meaning) {
        if (!PHRASE.matcher(phrase).matches() || !phrase.equals(phrase.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "\"" + phrase + "\" is not written in lower-case words of letters and digits");
        }
        if (meaning.slot() < 0 || meaning.slot() >= slots || meaning.id() < 0) {
            throw new IllegalArgumentException("\"" + phrase + "\" names a slot or number that does not exist");
        }
    }

    /** Number of slots. */
    public int slots() {
        return slots;
    }

    /** All phrases. */
    public Map<String, Meaning> phrases() {
        return phrases;
    }

    /** All ignored words. */
    public Set<String> ignored() {
        return ignored;
    }

    /** Reads a text of any length and content. */
    public Caption read(String text) {
        List<String> words = words(text);
        List<Meaning> said = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (int at = 0; at < words.size(); ) {
            int length = phraseAt(words, at);
            if (length == 0) {
                if (!ignored(words.get(at))) {
                    unknown.add(words.get(at));
                }
                at++;
                continue;
            }
            said.add(meaning(words.subList(at, at + length)).orElseThrow());
            at += length;
        }
        return new Caption(
                pair.map(two -> two.ids(slots, said)).orElseGet(() -> firstWins(said)), List.copyOf(unknown));
    }

    private long[] firstWins(List<Meaning> said) {
        long[] ids = new long[slots];
        boolean[] taken = new boolean[slots];
        for (Meaning meaning : said) {
            if (!taken[meaning.slot()]) {
                taken[meaning.slot()] = true;
                ids[meaning.slot()] = meaning.id();
            }
        }
        return ids;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.add(matcher.group(1));
        }
        return words;
    }

    /** Number of words of the longest known phrase that begins there, 0 if there is none. */
    private int phraseAt(List<String> words, int at) {
        int length = Math.min(longest, words.size() - at);
        while (length > 0 && meaning(words.subList(at, at + length)).isEmpty()) {
            length--;
        }
        return length;
    }

    private Optional<Meaning> meaning(List<String> words) {
        Meaning plain = phrases.get(String.join(" ", words));
        if (plain != null) {
            return Optional.of(plain);
        }
        int last = words.size() - 1;
        String before = String.join(" ", words.subList(0, last)) + (last > 0 ? " " : "");
        return Plural.singulars(words.get(last)).stream()
                .map(singular -> phrases.get(before + singular))
                .filter(m -> m != null)
                .findFirst();
    }

    private boolean ignored(String word) {
        return ignored.contains(word) || Plural.singulars(word).stream().anyMatch(ignored::contains);
    }
}
