package org.mutoscope.guard.names;

import java.util.Arrays;

/**
 * A set of words as a double-array trie over their UTF-8 bytes (Aoe, 1989): the child of node n by the byte b stands at {@code base[n] + b},
 * and {@code check} there names its parent. A step is two array reads. Immutable; numbers of words are their places in the sorted set.
 */
final class Trie {
    /** No such node. */
    static final int NONE = -1;

    /** The first node. */
    static final int ROOT = 0;

    private static final int CODES = 257;
    /** How far back a place for a node with several children is searched: bounds the time to build, costs a few per cent of space. */
    private static final int WINDOW = 4096;

    private final int[] base;
    private final int[] check;

    private Trie(int[] base, int[] check) {
        this.base = base;
        this.check = check;
    }

    /** @param sorted words in ascending order of their UTF-8 bytes, none twice, none empty */
    static Trie of(byte[][] sorted) {
        Builder builder = new Builder(sorted);
        builder.build();
        int size = builder.high + CODES;
        return new Trie(Arrays.copyOf(builder.base, size), Arrays.copyOf(builder.check, size));
    }

    /** The bytes of a word; halves of surrogate pairs count as letters of their own. */
    static byte[] bytes(CharSequence word) {
        byte[] all = new byte[word.length() * 3];
        int n = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 0x80) {
                all[n++] = (byte) c;
            } else if (c < 0x800) {
                all[n++] = (byte) (0xC0 | c >> 6);
                all[n++] = (byte) (0x80 | c & 0x3F);
            } else {
                all[n++] = (byte) (0xE0 | c >> 12);
                all[n++] = (byte) (0x80 | c >> 6 & 0x3F);
                all[n++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return Arrays.copyOf(all, n);
    }

    /** The node after one more letter, or {@link #NONE}. */
    int next(int node, char c) {
        if (c < 0x80) {
            return child(node, c + 1);
        }
        int at;
        if (c < 0x800) {
            at = child(node, (0xC0 | c >> 6) + 1);
        } else {
            at = child(node, (0xE0 | c >> 12) + 1);
            at = at == NONE ? NONE : child(at, (0x80 | c >> 6 & 0x3F) + 1);
        }
        return at == NONE ? NONE : child(at, (0x80 | c & 0x3F) + 1);
    }

    /** The number of the word that ends at a node, or {@link #NONE}. */
    int word(int node) {
        int end = child(node, 0);
        return end == NONE ? NONE : -base[end] - 1;
    }

    private int child(int node, int code) {
        int at = base[node] + code;
        return base[node] >= 0 && at < check.length && check[at] == node + 1 ? at : NONE;
    }

    /** Bytes that the arrays take. */
    long bytes() {
        return 8L * base.length;
    }

    /** Sets the words in, depth first, each node's children at the first place that fits. */
    private static final class Builder {
        private final byte[][] words;
        private final int[] codesSeen = new int[CODES + 1];
        private final int[] startsSeen = new int[CODES + 1];
        private int[] base;
        private int[] check;
        private int low = 1; // nothing is free before it
        private int high; // nothing is used after it

        Builder(byte[][] words) {
            this.words = words;
            int letters = Arrays.stream(words).mapToInt(w -> w.length + 1).sum();
            base = new int[Math.max(2 * CODES, letters / 2)];
            check = new int[base.length];
            check[ROOT] = Integer.MAX_VALUE;
        }

        void build() {
            if (words.length > 0) {
                set(ROOT, 0, words.length, 0);
            }
        }

        private void set(int node, int from, int to, int depth) {
            int n = 0;
            for (int i = from, last = -1; i < to; i++) {
                int code = words[i].length == depth ? 0 : (words[i][depth] & 0xFF) + 1;
                if (code != last) {
                    codesSeen[n] = code;
                    startsSeen[n++] = i;
                    last = code;
                }
            }
            startsSeen[n] = to;
            int[] codes = Arrays.copyOf(codesSeen, n);
            int[] starts = Arrays.copyOf(startsSeen, n + 1);
            int at = place(codes);
            base[node] = at;
            for (int code : codes) {
                check[at + code] = node + 1;
                high = Math.max(high, at + code);
            }
            for (int i = 0; i < n; i++) {
                if (codes[i] == 0) {
                    base[at] = -starts[i] - 1;
                } else {
                    set(at + codes[i], starts[i], starts[i + 1], depth + 1);
                }
            }
        }

        private int place(int[] codes) {
            while (low < check.length && check[low] != 0) {
                low++;
            }
            int first = codes.length == 1 ? low : Math.max(low, high - WINDOW);
            for (int at = Math.max(0, first - codes[0]); ; at++) {
                room(at + CODES);
                if (fits(at, codes)) {
                    return at;
                }
            }
        }

        private boolean fits(int at, int[] codes) {
            for (int code : codes) {
                if (check[at + code] != 0) {
                    return false;
                }
            }
            return true;
        }

        private void room(int size) {
            if (size >= check.length) {
                int more = Math.max(size + 1, check.length + check.length / 2);
                base = Arrays.copyOf(base, more);
                check = Arrays.copyOf(check, more);
            }
        }
    }
}
