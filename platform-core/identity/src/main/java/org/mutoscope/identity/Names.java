package org.mutoscope.identity;

import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Names that people give, checked so that no list or log that shows one can be made to lie. */
final class Names {
    static final int LONGEST = 200;

    private Names() {}

    /** @throws Problem {@code invalid_name} unless it has 1 to 200 letters, none of them invisible */
    static String require(String name, String param) {
        if (name == null || name.isBlank()) {
            throw invalid("A name is needed.", param);
        }
        if (name.length() > LONGEST) {
            throw invalid("A name has at most " + LONGEST + " letters, not " + name.length() + ".", param);
        }
        name.codePoints().forEach(c -> requireVisible(c, param));
        return name;
    }

    private static void requireVisible(int c, String param) {
        int type = Character.getType(c);
        if (type == Character.SURROGATE) {
            throw invalid("A name is whole Unicode text; this one has half a letter (a lone surrogate).", param);
        }
        // FORMAT holds the bidirectional controls and the zero-width letters.
        if (type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE) {
            throw invalid(String.format("A name has no invisible letters; this one has U+%04X.", c), param);
        }
    }

    private static Problem invalid(String message, String param) {
        return new Problem(Code.INVALID_NAME, message, param, null);
    }
}
