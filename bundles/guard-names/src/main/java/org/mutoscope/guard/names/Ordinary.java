package org.mutoscope.guard.names;

import java.util.List;

/** Ordinary English words of five letters and more, which are not taken for misspelt names. Immutable. */
final class Ordinary {
    private static final int SLOTS = 1 << 17; // three to four times as many as words
    private static final long[] WORDS = read();

    private Ordinary() {}

    private static long[] read() {
        long[] slots = new long[SLOTS];
        List<String> words = Fold.lines("ordinary.txt");
        for (String word : words) {
            Plain plain = Plain.of(word);
            long hash = hash(plain.looks, 0, plain.length);
            int at = slot(hash);
            while (slots[at] != 0 && slots[at] != hash) {
                at = at + 1 & SLOTS - 1;
            }
            slots[at] = hash;
        }
        return slots;
    }

    /** Whether letters, by their looks, are an ordinary word. */
    static boolean is(char[] looks, int from, int length) {
        if (length < Typos.ONE - 1) {
            return false;
        }
        long hash = hash(looks, from, length);
        for (int at = slot(hash); WORDS[at] != 0; at = at + 1 & SLOTS - 1) {
            if (WORDS[at] == hash) {
                return true;
            }
        }
        return false;
    }

    private static int slot(long hash) {
        return (int) (hash >>> 40) & SLOTS - 1;
    }

    private static long hash(char[] looks, int from, int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ looks[i]) * 0x100000001B3L;
        }
        return (hash ^ hash >>> 29) * 0x9E3779B97F4A7C15L | 1;
    }
}
