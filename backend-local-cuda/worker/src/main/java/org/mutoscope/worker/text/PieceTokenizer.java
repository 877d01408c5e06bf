package org.mutoscope.worker.text;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The steps that every tokenizer has: added pieces, spelling, words, pieces, special numbers around, cut or filled up. */
final class PieceTokenizer implements Tokenizer {
    /** The steps. @param raw found in the text as it came @param added found in the normalised text @param normal spelling @param words splits @param model finds pieces */
    record Steps(AddedPieces raw, AddedPieces added, UnaryOperator<String> normal, Splitter words, PieceModel model) {}

    /** Around a text. @param before special numbers at its beginning @param after at its end @param fill for what is missing */
    record Frame(int[] before, int[] after, int fill) {}

    private final Steps steps;
    private final Frame frame;

    PieceTokenizer(Steps steps, Frame frame) {
        this.steps = steps;
        this.frame = frame;
    }

    @Override
    public Tokens encode(String text, int length) {
        int room = length - frame.before.length - frame.after.length;
        if (room < 0) {
            throw new IllegalArgumentException("a text takes more than " + length + " numbers with the special ones");
        }
        Ids ids = new Ids();
        // A lone half of a surrogate pair is no text in any other encoding.
        for (AddedPieces.Part part : steps.raw.split(text.replaceAll("[\\ud800-\\udfff]", "\ufffd"))) {
            if (part.id() >= 0) {
                ids.add(part.id());
            } else {
                normalised(part, room, ids);
            }
        }
        long[] row = new long[length];
        long[] mask = new long[length];
        int kept = Math.min(room, ids.size());
        Arrays.fill(row, frame.fill);
        Arrays.fill(mask, 0, frame.before.length + kept + frame.after.length, 1);
        int at = put(frame.before, row, 0);
        for (int i = 0; i < kept; i++) {
            row[at++] = ids.get(i);
        }
        put(frame.after, row, at);
        return new Tokens(row, mask);
    }

    // What would be cut off is not looked at.
    private void normalised(AddedPieces.Part raw, int room, Ids ids) {
        for (AddedPieces.Part part : steps.added.split(steps.normal.apply(raw.text()))) {
            if (part.id() >= 0) {
                ids.add(part.id());
                continue;
            }
            for (Splitter.Word word : steps.words.split(new Splitter.Word(part.text(), raw.first() && part.first()))) {
                if (ids.size() >= room) {
                    return;
                }
                steps.model.encode(word.text(), ids);
            }
        }
    }

    private static int put(int[] special, long[] row, int from) {
        int at = from;
        for (int id : special) {
            row[at++] = id;
        }
        return at;
    }
}
