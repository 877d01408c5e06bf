package org.mutoscope.provenance.c2pa;

import java.time.Instant;
import java.util.List;

/**
 * What a check of one manifest found.
 *
 * @param label name of the manifest
 * @param state what it comes to
 * @param issuer organization or name on the signer's certificate, or nothing
 * @param generator program that made the claim
 * @param stampedAt time of a time-stamp that holds, or null
 * @param actions what was done to the clip, in order
 * @param ingredients what it was made from, each with its own check
 * @param findings all that was found, in the order of the check
 */
record Credentials(
        String label,
        State state,
        String issuer,
        String generator,
        Instant stampedAt,
        List<Action> actions,
        List<Origin> ingredients,
        List<Finding> findings) {
    /** What the findings come to, in the words of the usual validators. */
    enum State {
        /** Something does not hold. */
        INVALID,
        /** All holds; the signer is nobody we know. */
        VALID,
        /** All holds, and the signer leads to a trusted root. */
        TRUSTED;

        static State of(List<Finding> findings) {
            boolean untrusted = false;
            for (Finding finding : findings) {
                if (finding.kind() == Finding.Kind.FAILURE) {
                    if (!UNTRUSTED.equals(finding.code())) {
                        return INVALID;
                    }
                    untrusted = true;
                }
            }
            return untrusted ? VALID : TRUSTED;
        }
    }

    static final String UNTRUSTED = "signingCredential.untrusted";

    /**
     * One action.
     *
     * @param name for example {@code c2pa.created}
     * @param source digital source type, or nothing
     */
    record Action(String name, String source) {}

    /**
     * Something it was made from.
     *
     * @param relation {@code parentOf}, {@code componentOf} or {@code inputTo}
     * @param title its name
     * @param credentials its own check, or null if it carries no manifest
     */
    record Origin(String relation, String title, Credentials credentials) {}
}
