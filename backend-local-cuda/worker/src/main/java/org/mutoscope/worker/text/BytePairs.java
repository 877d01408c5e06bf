package org.mutoscope.worker.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import org.mutoscope.worker.model.PackageProblem;

/** Joins neighbours pair by pair, the pair that was learnt first before all others (Sennrich et al., arXiv 1508.07909). Immutable. */
final class BytePairs implements PieceModel {
    private final Map<String, Integer> vocabulary;
    private final Map<Long, Join> joins = new HashMap<>();
    private final String suffix;
    private final int unknown; // -1 for none

    private record Join(int rank, int id) {}

    /** A pair at a place that may be joined. */
    private record Chance(int place, Join join) implements Comparable<Chance> {
        @Override
        public int compareTo(Chance other) {
            return join.rank != other.join.rank
                    ? Integer.compare(join.rank, other.join.rank)
                    : Integer.compare(place, other.place);
        }
    }

    /**
     * Checks and indexes.
     *
     * @param merges pairs, the first learnt first
     * @param suffix end of a word's last symbol
     * @param unknown piece for symbols that are not in the vocabulary, or null to leave them out
     * @throws PackageProblem if a pair or its joint is not in the vocabulary
     */
    BytePairs(Map<String, Integer> vocabulary, List<String[]> merges, String suffix, String unknown)
            throws PackageProblem {
        this.vocabulary = vocabulary;
        this.suffix = suffix;
        this.unknown = unknown == null ? -1 : known(unknown);
        for (int rank = 0; rank < merges.size(); rank++) {
            String[] pair = merges.get(rank);
            joins.put(key(known(pair[0]), known(pair[1])), new Join(rank, known(pair[0] + pair[1])));
        }
    }

    private int known(String piece) throws PackageProblem {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw Tokenizers.broken(
                    "the tokenizer", "joins or names \"" + piece + "\", which is not in its vocabulary");
        }
        return id;
    }

    private static long key(int left, int right) {
        return left * 1_000_003L + right; // unlike a shift, it has few equal hash codes
    }

    @Override
    public OptionalInt id(String piece) {
        Integer id = vocabulary.get(piece);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public void encode(String text, Ids into) {
        Word word = new Word(symbols(text));
        PriorityQueue<Chance> chances = new PriorityQueue<>();
        for (int place = 0; place < word.ids.length; place++) {
            consider(word, place, chances);
        }
        while (!chances.isEmpty()) {
            Chance chance = chances.poll();
            // A symbol that was joined since makes another pair, or none.
            if (chance.join.equals(join(word, chance.place))) {
                word.join(chance.place, chance.join.id);
                consider(word, word.before[chance.place], chances);
                consider(word, chance.place, chances);
            }
        }
        for (int place = 0; place < word.ids.length; place = word.after[place]) {
            into.add(word.ids[place]);
        }
    }

    private int[] symbols(String text) {
        int[] codes = text.codePoints().toArray();
        int[] ids = new int[codes.length];
        int count = 0;
        for (int i = 0; i < codes.length; i++) {
            String symbol = Character.toString(codes[i]) + (i == codes.length - 1 ? suffix : "");
            int id = vocabulary.getOrDefault(symbol, unknown);
            if (id >= 0) {
                ids[count++] = id;
            }
        }
        return Arrays.copyOf(ids, count);
    }

    private void consider(Word word, int place, PriorityQueue<Chance> chances) {
        Join join = place < 0 ? null : join(word, place);
        if (join != null) {
            chances.add(new Chance(place, join));
        }
    }

    private Join join(Word word, int place) {
        int next = word.after[place];
        return word.ids[place] < 0 || next >= word.ids.length ? null : joins.get(key(word.ids[place], word.ids[next]));
    }

    /** Symbols in a row, of which neighbours become one. */
    private static final class Word {
        final int[] ids; // -1 where a symbol became part of the one before
        final int[] before;
        final int[] after;

        Word(int[] ids) {
            this.ids = ids;
            this.before = new int[ids.length];
            this.after = new int[ids.length];
            Arrays.setAll(before, i -> i - 1);
            Arrays.setAll(after, i -> i + 1);
        }

        void join(int place, int id) {
            int joined = after[place];
            ids[place] = id;
            ids[joined] = -1;
            after[place] = after[joined];
            if (after[place] < ids.length) {
                before[after[place]] = place;
            }
        }
    }
}
