package org.mutoscope.worker.text;

/** Turns prompts into rows of numbers. Immutable, for any thread. */
public interface Tokenizer {
    /**
     * Reads a text of any length and content.
     *
     * @param length numbers wanted, at least as many as the special ones around a text (2 for CLIP, 1 for T5); what does not fit is cut off
     *     at the end of the text, what is missing is filled up
     * @throws IllegalArgumentException if the length is too small
     */
    Tokens encode(String text, int length);
}
