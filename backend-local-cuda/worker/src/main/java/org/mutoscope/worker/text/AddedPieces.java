package org.mutoscope.worker.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pieces that are found as they stand, before anything is split: the special ones, above all. Of those at one place the longest counts. Immutable. */
final class AddedPieces {
    /** @param id its number */
    record Added(String text, int id) {}

    /** Part of a text. @param id number of an added piece, or -1 for text between @param first whether the text begins with it */
    record Part(String text, int id, boolean first) {}

    private final List<Added> pieces;

    AddedPieces(List<Added> pieces) {
        this.pieces = pieces.stream()
                .filter(piece -> !piece.text().isEmpty())
                .sorted(Comparator.comparingInt((Added piece) -> -piece.text().length()))
                .toList();
    }

    List<Part> split(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            Added found = at(text, at);
            if (found == null) {
                at++;
                continue;
            }
            if (at > from) {
                parts.add(new Part(text.substring(from, at), -1, from == 0));
            }
            parts.add(new Part(found.text(), found.id(), at == 0));
            at += found.text().length();
            from = at;
        }
        if (from < text.length()) {
            parts.add(new Part(text.substring(from), -1, from == 0));
        }
        return parts;
    }

    private Added at(String text, int at) {
        char c = text.charAt(at);
        for (Added piece : pieces) {
            if (piece.text().charAt(0) == c && text.startsWith(piece.text(), at)) {
                return piece;
            }
        }
        return null;
    }
}
