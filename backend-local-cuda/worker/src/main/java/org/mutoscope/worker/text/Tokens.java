package org.mutoscope.worker.text;

/**
 * A text in numbers.
 *
 * @param ids one per place
 * @param mask 1 where the text and its special numbers stand, 0 where it was filled up
 */
public record Tokens(long[] ids, long[] mask) {}
