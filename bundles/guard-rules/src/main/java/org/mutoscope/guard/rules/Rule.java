package org.mutoscope.guard.rules;

/**
 * What a text must not hold, or a person must look at.
 *
 * @param blocks whether it blocks; otherwise a person must look
 * @param category for the creator, in snake_case
 * @param wanted the words or the pattern, as the operator wrote them
 */
record Rule(boolean blocks, String category, String wanted) {}
