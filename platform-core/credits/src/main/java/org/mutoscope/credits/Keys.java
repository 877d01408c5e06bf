package org.mutoscope.credits;

import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Ids and keys from outside, checked before they reach a column. */
final class Keys {
    private Keys() {}

    /** 1 to {@code longest} letters, none of them a control character: the databases disagree about those. */
    static void require(String key, int longest, String param) {
        if (key == null
                || key.isBlank()
                || key.length() > longest
                || key.chars().anyMatch(Keys::unfit)) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    param + " has 1 to " + longest + " letters and no control characters.",
                    param,
                    null);
        }
    }

    private static boolean unfit(int c) {
        return Character.isISOControl(c) || Character.isSurrogate((char) c);
    }
}
