package org.mutoscope.guard.names;

/**
 * A place in a folded text where the letters of a name were met.
 *
 * @param start first letter
 * @param end one past the last
 * @param edits how many letters differ
 * @param read whether they are those of the name's reading
 */
record Place(int start, int end, int edits, boolean read) {}
