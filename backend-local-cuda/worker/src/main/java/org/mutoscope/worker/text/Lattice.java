package org.mutoscope.worker.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The likeliest pieces that lead to each place of a text. Used once, by one thread. */
final class Lattice {
    final String text;
    private final double[] scores;
    private final int[] starts;
    private final int[] ids;

    Lattice(String text) {
        this.text = text;
        this.scores = new double[text.length() + 1];
        this.starts = new int[text.length() + 1];
        this.ids = new int[text.length() + 1];
        Arrays.fill(starts, -1);
    }

    /** Takes a piece if it leads to its end more likely than what is known; of equal ones the first stays. */
    void offer(int start, int end, int id, double score) {
        double sum = score + scores[start];
        if (starts[end] < 0 || sum > scores[end]) {
            scores[end] = sum;
            starts[end] = start;
            ids[end] = id;
        }
    }

    /** The pieces of the likeliest way, unknown neighbours as one. */
    List<String> split(int unknown) {
        List<String> pieces = new ArrayList<>();
        int end = text.length();
        while (end > 0) {
            int start = starts[end];
            boolean open = ids[end] == unknown;
            while (open && start > 0 && ids[start] == unknown) {
                start = starts[start];
            }
            pieces.add(text.substring(start, end));
            end = start;
        }
        Collections.reverse(pieces);
        return pieces;
    }
}
