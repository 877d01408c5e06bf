package org.mutoscope.worker.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.caption.Vocabulary.Caption;
import org.mutoscope.worker.caption.Vocabulary.Meaning;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;

class VocabularyTest {
    private static final Vocabulary WORDS = new Vocabulary(
            3,
            Map.of(
                    "cat", new Meaning(0, 1),
                    "dog", new Meaning(0, 2),
                    "hot dog", new Meaning(0, 3),
                    "butterfly", new Meaning(0, 4),
                    "fox", new Meaning(0, 5),
                    "wolf", new Meaning(0, 6),
                    "right", new Meaning(1, 1),
                    "from left to right", new Meaning(1, 2),
                    "night", new Meaning(2, 1)),
            Set.of("a", "the", "at", "s"));

    @ParameterizedTest
    @CsvSource({
        "'a cat', 1, 0, 0",
        "'A CAT, at night!', 1, 0, 1",
        "'the hot dog', 3, 0, 0",
        "'two hot dogs', 3, 0, 0",
        "'hot cat', 1, 0, 0",
        "'cat and dog', 1, 0, 0",
        "'a dog from left to right', 2, 2, 0",
        "'a dog to the right', 2, 1, 0",
        "'butterflies', 4, 0, 0",
        "'foxes', 5, 0, 0",
        "'wolves', 6, 0, 0",
        "'the cat\u2019s night', 1, 0, 1",
        "'cat-at-night', 1, 0, 1",
        "'', 0, 0, 0",
    })
    void reads(String text, long what, long how, long where) {
        assertArrayEquals(new long[] {what, how, where}, WORDS.read(text).ids());
    }

    @Test
    void tellsEachUnknownWordOnce() {
        Caption caption = WORDS.read("A dragon, a castle & a DRAGON at the cat's 2 caf\u00e9s \u732b");
        assertEquals(List.of("dragon", "castle", "2", "caf\u00e9s", "\u732b"), caption.unknown());
        assertArrayEquals(new long[] {1, 0, 0}, caption.ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00\ud800 cat", "\u0000 cat \uffff"})
    void strangeTextIsHarmless(String text) {
        assertEquals(3, WORDS.read(text).ids().length);
    }

    @Test
    void longTextIsRead() {
        Caption caption = WORDS.read("cat from left to ".repeat(10_000));
        assertArrayEquals(new long[] {1, 0, 0}, caption.ids());
        assertEquals(List.of("from", "left", "to"), caption.unknown());
    }

    @Test
    void travelsAsFields() throws GarbledException {
        Fields fields = new Fields();
        VocabularyFields.write(WORDS, fields);
        Vocabulary again = VocabularyFields.read(fields).orElseThrow();
        assertEquals(WORDS.phrases(), again.phrases());
        assertEquals(WORDS.ignored(), again.ignored());
        assertEquals(WORDS.slots(), again.slots());
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertThrows(
                IllegalArgumentException.class, () -> new Vocabulary(1, Map.of("Cat", new Meaning(0, 1)), Set.of()));
        assertThrows(
                IllegalArgumentException.class, () -> new Vocabulary(1, Map.of("a=b", new Meaning(0, 1)), Set.of()));
        assertThrows(
                IllegalArgumentException.class, () -> new Vocabulary(1, Map.of("cat", new Meaning(1, 1)), Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new Vocabulary(0, Map.of(), Set.of()));
        Fields fields = new Fields().put("slots", 1).put("ignored", List.of()).put("word.cat", "x:1");
        assertThrows(GarbledException.class, () -> VocabularyFields.read(fields));
    }

    /** Slots: thing, move, size, and the same of a second thing. */
    private static final Vocabulary TWO = new Vocabulary(
            7,
            Map.of(
                    "cat", new Meaning(0, 1),
                    "dog", new Meaning(0, 2),
                    "bird", new Meaning(0, 3),
                    "jumps", new Meaning(1, 1),
                    "sleeps", new Meaning(1, 2),
                    "small", new Meaning(2, 1),
                    "big", new Meaning(2, 2),
                    "night", new Meaning(3, 1)),
            Set.of("a", "and", "at", "is", "the"),
            Optional.of(new Pair(Map.of(0, 4, 1, 5, 2, 6), Set.of(2), Set.of(1))));

    @ParameterizedTest
    @CsvSource({
        "'a cat', '1 0 0 0 0 0 0'",
        "'a small cat and a big dog', '1 0 1 0 2 0 2'",
        "'a cat and a big dog', '1 0 0 0 2 0 2'",
        "'the cat is small', '1 0 1 0 0 0 0'",
        "'a cat jumps and a dog sleeps at night', '1 1 0 1 2 2 0'",
        "'a cat and a dog jumps', '1 1 0 0 2 1 0'",
        "'a cat jumps, a dog', '1 1 0 0 2 1 0'",
        "'a cat, a dog, a bird', '1 0 0 0 2 0 0'",
        "'a cat, a dog, the cat sleeps', '1 2 0 0 2 2 0'",
        "'small', '0 0 1 0 0 0 0'",
        "'small big cat', '1 0 1 0 0 0 0'",
    })
    void tellsTwoThingsApart(String text, String ids) {
        assertEquals(
                ids,
                LongStream.of(TWO.read(text).ids()).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    }

    @Test
    void aSecondPlaceMustExist() {
        assertThrows(IllegalArgumentException.class, () -> new Pair(Map.of(1, 2), Set.of(), Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new Pair(Map.of(0, 2), Set.of(1), Set.of()));
        Pair pair = new Pair(Map.of(0, 7), Set.of(), Set.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Vocabulary(7, Map.of("cat", new Meaning(0, 1)), Set.of(), Optional.of(pair)));
    }
}
