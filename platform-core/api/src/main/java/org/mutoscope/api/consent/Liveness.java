package org.mutoscope.api.consent;

import java.util.List;

/**
 * What a check found.
 *
 * @param remarks sentences for the reviewer, at most 300 characters each, such as "the digits that were said are 4017"; the first is shown to the person if the
 *     answer is no
 */
public record Liveness(Answer answer, List<String> remarks) {
    /** Whether somebody living did what was asked. */
    public enum Answer {
        /** Yes. */
        LIVE,
        /** No: the recording is refused. */
        NOT_LIVE,
        /** Cannot be said. */
        UNSURE
    }

    /** Copies the list. */
    public Liveness {
        remarks = List.copyOf(remarks);
    }
}
