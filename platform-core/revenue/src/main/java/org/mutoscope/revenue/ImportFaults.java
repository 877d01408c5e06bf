package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What is wrong with a file, a sentence each, so that its source mends it at one go. */
final class ImportFaults {
    private static final int MOST = 10;

    private final List<String> sentences = new ArrayList<>();
    private int count;
    private boolean conflict;

    /** @param line as an editor counts them, from 1 */
    void add(int line, String sentence) {
        count++;
        if (sentences.size() < MOST) {
            sentences.add("line " + line + ": " + sentence);
        }
    }

    /** Something that was said otherwise before. */
    void conflict(int line, String sentence) {
        conflict = true;
        add(line, sentence);
    }

    /** @throws Problem if there was anything */
    void require() {
        if (count == 0) {
            return;
        }
        String more = count > MOST ? " And " + (count - MOST) + " more." : "";
        throw new Problem(
                conflict ? Code.IMPORT_CONFLICT : Code.INVALID_IMPORT,
                "Nothing of this file was taken: " + String.join("; ", sentences) + "." + more);
    }

    /** The file as a whole is no such file. */
    static Problem unreadable(String sentence) {
        return new Problem(Code.INVALID_IMPORT, "Nothing of this file was taken: " + sentence);
    }
}
