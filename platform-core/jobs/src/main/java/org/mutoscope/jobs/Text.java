package org.mutoscope.jobs;

/** Texts that others chose, made fit for a column. */
final class Text {
    private Text() {}

    /** Cuts to a length, not through a surrogate pair, and drops NUL, which PostgreSQL does not store. */
    static String cut(String text, int most) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\0", "");
        if (clean.length() <= most) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most);
    }
}
