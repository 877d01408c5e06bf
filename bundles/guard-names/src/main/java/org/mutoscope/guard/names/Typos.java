package org.mutoscope.guard.names;

import java.util.Arrays;
import java.util.List;

/**
 * Words that a misspelt word may stand for. Filed under everything that is left of a word when letters are left out (Garbe's symmetric
 * deletion): two words are at most n edits apart only if the same is left of both by leaving out at most n letters of each. One edit in
 * words of six letters and more, two from ten letters on. Immutable.
 */
final class Typos {
    /** Shortest word that is looked for with an edit. */
    static final int ONE = 6;
    /** Shortest word that is looked for with two. */
    static final int TWO = 10;
    /** Longest word. */
    static final int LONGEST = 20;
    /** Longest name that is also looked for without its spaces and with edits. */
    static final int LONGEST_JOINED = 14;

    private static final int MOST = 8; // words one may stand for

    private final char[] letters;
    private final int[] starts;
    private final int[] filed; // numbers of words, by what is left of them
    private final int[] bucket; // where the words of each group of hashes begin
    private final int shift;
    private final long[] filter; // a bit for each hash that occurs, roughly
    private final int filterShift;

    private Typos(List<String> words) {
        starts = new int[words.size() + 1];
        letters = new char[words.stream().mapToInt(String::length).sum()];
        long all = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            word.getChars(0, word.length(), letters, starts[i]);
            starts[i + 1] = starts[i] + word.length();
            all += variants(word.length());
        }
        int bits = Math.max(10, 62 - Long.numberOfLeadingZeros(Math.max(1, all))); // two to four to a group
        shift = 32 - bits;
        filterShift = Math.max(0, shift - 5);
        bucket = new int[(1 << bits) + 1];
        filter = new long[1 << 32 - filterShift - 6];
        filed = new int[Math.toIntExact(all)];
        file(words.size());
    }

    private static int variants(int length) {
        int n = edits(length);
        return 1 + (n > 0 ? length : 0) + (n > 1 ? length * (length - 1) / 2 : 0);
    }

    /** Counts the words of each group, then puts them in from the back. */
    private void file(int words) {
        for (int i = 0; i < words; i++) {
            without(letters, starts[i], length(i), edits(length(i)), hash -> {
                bucket[hash >>> shift]++;
                int bit = hash >>> filterShift;
                filter[bit >>> 6] |= 1L << bit;
            });
        }
        for (int i = 1; i < bucket.length; i++) {
            bucket[i] += bucket[i - 1];
        }
        for (int i = 0; i < words; i++) {
            int word = i;
            without(letters, starts[i], length(i), edits(length(i)), hash -> filed[--bucket[hash >>> shift]] = word);
        }
    }

    /** @param words by their looks, none twice, each of {@link #ONE} to {@link #LONGEST} letters */
    static Typos of(List<String> words) {
        return new Typos(words);
    }

    /** Edits that words of this length may have. */
    static int edits(int length) {
        return length >= TWO ? 2 : length >= ONE ? 1 : 0;
    }

    /** The words, a few at most, that the letters may stand for; never the word itself. */
    int[] near(char[] text, int from, int length) {
        if (length < ONE - 1 || length > LONGEST + 2 || filed.length == 0) {
            return new int[0];
        }
        Near near = new Near(text, from, length);
        without(text, from, length, length >= TWO - 2 ? 2 : 1, near);
        return Arrays.copyOf(near.words, near.count);
    }

    /** Collects words near to some letters. */
    private final class Near implements Hashes {
        private final char[] text;
        private final int from;
        private final int length;
        private final int[] words = new int[MOST];
        private int count;

        Near(char[] text, int from, int length) {
            this.text = text;
            this.from = from;
            this.length = length;
        }

        @Override
        public void accept(int hash) {
            int bit = hash >>> filterShift;
            if ((filter[bit >>> 6] & 1L << bit) == 0) {
                return;
            }
            int end = bucket[(hash >>> shift) + 1];
            for (int at = bucket[hash >>> shift]; at < end && count < MOST; at++) {
                weigh(filed[at]);
            }
        }

        private void weigh(int word) {
            for (int i = 0; i < count; i++) {
                if (words[i] == word) {
                    return;
                }
            }
            int apart = apart(text, from, length, word);
            if (apart > 0 && apart <= edits(length(word))) {
                words[count++] = word;
            }
        }
    }

    int length(int word) {
        return starts[word + 1] - starts[word];
    }

    char letter(int word, int i) {
        return letters[starts[word] + i];
    }

    private interface Hashes {
        void accept(int hash);
    }

    /** Hashes of what is left when up to so many letters are left out. */
    private static void without(char[] text, int from, int length, int most, Hashes each) {
        each.accept(hash(text, from, length, -1, -1));
        for (int i = 0; most >= 1 && i < length; i++) {
            each.accept(hash(text, from, length, i, -1));
            for (int j = i + 1; most >= 2 && j < length; j++) {
                each.accept(hash(text, from, length, i, j));
            }
        }
    }

    private static int hash(char[] text, int from, int length, int out, int out2) {
        int hash = 0x811C9DC5;
        for (int i = 0; i < length; i++) {
            if (i != out && i != out2) {
                hash = (hash ^ text[from + i]) * 0x01000193;
            }
        }
        hash ^= hash >>> 15;
        hash *= 0x2C1B3C6D;
        return hash ^ hash >>> 13;
    }

    /** Edits between the letters and a word: one more, one less, another one, or two neighbours swapped (optimal string alignment). */
    int apart(char[] text, int from, int length, int word) {
        int wide = length(word);
        if (Math.abs(wide - length) > 2) {
            return 3;
        }
        int[] before = new int[wide + 1];
        int[] last = new int[wide + 1];
        int[] now = new int[wide + 1];
        for (int j = 0; j <= wide; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= length; i++) {
            now[0] = i;
            for (int j = 1; j <= wide; j++) {
                boolean same = text[from + i - 1] == letter(word, j - 1);
                int cost = Math.min(Math.min(last[j], now[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && text[from + i - 1] == letter(word, j - 2)
                        && text[from + i - 2] == letter(word, j - 1)) {
                    cost = Math.min(cost, before[j - 2] + 1);
                }
                now[j] = cost;
            }
            int[] free = before;
            before = last;
            last = now;
            now = free;
        }
        return last[wide];
    }

    /** Bytes that the arrays take. */
    long bytes() {
        return 2L * letters.length + 4L * starts.length + 4L * filed.length + 4L * bucket.length + 8L * filter.length;
    }
}
