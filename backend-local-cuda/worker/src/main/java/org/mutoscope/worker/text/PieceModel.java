package org.mutoscope.worker.text;

import java.util.OptionalInt;

/** Splits what the steps before left of a text into pieces that have numbers. Immutable. */
interface PieceModel {
    /** Appends the numbers of a piece of text, which is not empty. */
    void encode(String text, Ids into);

    /** The number of a piece. */
    OptionalInt id(String piece);
}
