package org.mutoscope.worker.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The likeliest way to split a text into pieces of known likelihood, by Viterbi's algorithm (Kudo, Subword Regularization, arXiv 1804.10959;
 * SentencePiece's unigram model). A code point that is no piece is unknown; unknown neighbours are one piece.
 */
final class Unigram implements PieceModel {
    private static final double PENALTY = 10; // how much less likely an unknown one is than the least likely piece

    private final String[] pieces; // sorted; of equal ones, the last counts
    private final int[] ids;
    private final double[] scores; // by number
    private final double unlikely;
    private final int unknown;
    private final int[] bytes; // number of the piece for each byte, -1 if there is none

    /** @param score logarithm of the likelihood */
    record Piece(String text, double score) {}

    /** @param vocabulary a piece's number is its place @param unknown number for the unknown @param fallback whether unknown text is written in bytes */
    Unigram(List<Piece> vocabulary, int unknown, boolean fallback) {
        Integer[] order = new Integer[vocabulary.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing((Integer i) -> vocabulary.get(i).text()));
        this.pieces = new String[order.length];
        this.ids = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            pieces[i] = vocabulary.get(order[i]).text();
            ids[i] = order[i];
        }
        this.scores = vocabulary.stream().mapToDouble(Piece::score).toArray();
        this.unlikely = Arrays.stream(scores).min().orElse(0) - PENALTY;
        this.unknown = unknown;
        this.bytes = new int[256];
        Arrays.setAll(bytes, b -> fallback ? id(String.format("<0x%02X>", b)).orElse(-1) : -1);
    }

    @Override
    public OptionalInt id(String piece) {
        int after = bound(0, pieces.length, piece + '\0');
        boolean found = after > 0 && pieces[after - 1].equals(piece);
        return found ? OptionalInt.of(ids[after - 1]) : OptionalInt.empty();
    }

    private int bound(int low, int high, String text) {
        int from = low;
        int to = high;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (pieces[middle].compareTo(text) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public void encode(String text, Ids into) {
        Lattice lattice = new Lattice(text);
        for (int start = 0; start < text.length(); ) {
            int next = start + Character.charCount(text.codePointAt(start));
            if (!offerPieces(lattice, start, next)) {
                lattice.offer(start, next, unknown, unlikely);
            }
            start = next;
        }
        List<String> split = lattice.split(unknown);
        for (String piece : split) {
            add(piece, into);
        }
    }

    /** Offers all pieces that begin there. @return whether one of them ends at the next code point */
    private boolean offerPieces(Lattice lattice, int start, int next) {
        String text = lattice.text;
        boolean single = false;
        int low = 0;
        int high = pieces.length;
        for (int end = start; end < text.length(); ) {
            int depth = end - start;
            int c = text.charAt(end++);
            low = bound(low, high, depth, c);
            high = bound(low, high, depth, c + 1);
            if (low == high) {
                break;
            }
            int place = bound(low, high, depth + 1, 0) - 1; // the last that is this long
            if (place >= low) {
                lattice.offer(start, end, ids[place], scores[ids[place]]);
                single |= end == next;
            }
        }
        return single;
    }

    /** First piece from low on whose char at that depth is at least c; a piece that has ended comes before all. */
    private int bound(int low, int high, int depth, int c) {
        int from = low;
        int to = high;
        while (from < to) {
            int middle = (from + to) >>> 1;
            String piece = pieces[middle];
            if (piece.length() == depth || piece.charAt(depth) < c) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void add(String piece, Ids into) {
        OptionalInt id = id(piece);
        byte[] written = id.isPresent() ? new byte[0] : piece.getBytes(StandardCharsets.UTF_8);
        boolean spelt = written.length > 0;
        for (byte b : written) {
            spelt &= bytes[b & 0xff] >= 0;
        }
        if (!spelt) {
            into.add(id.orElse(unknown));
            return;
        }
        for (byte b : written) {
            into.add(bytes[b & 0xff]);
        }
    }
}
