package org.mutoscope.worker.caption;

import java.util.ArrayList;
import java.util.List;

/** English plurals, by their endings. */
final class Plural {
    private Plural() {}

    /** What the word may be the plural of, most likely first; empty if it does not end like a plural. */
    static List<String> singulars(String word) {
        List<String> singulars = new ArrayList<>(4);
        if (word.length() < 3 || !word.endsWith("s")) {
            return singulars;
        }
        singulars.add(cut(word, 1));
        if (word.endsWith("es")) {
            singulars.add(cut(word, 2));
        }
        if (word.endsWith("ies")) {
            singulars.add(cut(word, 3) + "y");
        }
        if (word.endsWith("ves")) {
            singulars.add(cut(word, 3) + "f");
        }
        return singulars;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }
}
