package org.mutoscope.guard.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrieTest {
    private static final long SEED = 20261123;

    @Test
    void knowsItsWordsAndNoOthers() {
        Random random = new Random(SEED);
        Set<String> words = new TreeSet<>();
        while (words.size() < 5000) {
            words.add(word(random));
        }
        byte[][] sorted = words.stream().map(Trie::bytes).toArray(byte[][]::new);
        Arrays.sort(sorted, Arrays::compareUnsigned);
        Trie trie = Trie.of(sorted);
        for (String word : words) {
            int number = number(trie, word);
            assertTrue(number >= 0 && Arrays.equals(sorted[number], Trie.bytes(word)), word + " with seed " + SEED);
        }
        for (int i = 0; i < 20_000; i++) {
            String word = word(random);
            assertEquals(words.contains(word), number(trie, word) >= 0, word + " with seed " + SEED);
        }
    }

    @Test
    void anEmptyTrieKnowsNothing() {
        assertEquals(Trie.NONE, number(Trie.of(new byte[0][]), "a"));
        assertEquals(Trie.NONE, Trie.of(new byte[0][]).word(Trie.ROOT));
    }

    @Test
    void aVeryLongWordIsOneToo() {
        String word = "abc".repeat(200);
        assertEquals(0, number(Trie.of(new byte[][] {Trie.bytes(word)}), word));
    }

    private static int number(Trie trie, String word) {
        int node = Trie.ROOT;
        for (int i = 0; i < word.length(); i++) {
            node = trie.next(node, word.charAt(i));
            if (node == Trie.NONE) {
                return Trie.NONE;
            }
        }
        return trie.word(node);
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            word.append(random.nextInt(3) > 0 ? (char) ('a' + random.nextInt(5)) : (char) random.nextInt(0x10000));
        }
        return word.toString();
    }
}
