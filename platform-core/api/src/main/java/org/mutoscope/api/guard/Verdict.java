package org.mutoscope.api.guard;

import java.util.List;
import java.util.Objects;

/** What a guard says of a text. Findings travel on to the licensing policies, whatever the verdict. */
public sealed interface Verdict {
    /** What was found in the text. */
    List<Finding> findings();

    /**
     * Nothing against it.
     *
     * @param findings what was found
     */
    record Pass(List<Finding> findings) implements Verdict {
        /** Copies the list. */
        public Pass {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A person must look before it runs.
     *
     * @param findings what was found
     * @param reason for the reviewer
     */
    record Review(List<Finding> findings, String reason) implements Verdict {
        /** Copies the list. */
        public Review {
            findings = List.copyOf(findings);
            Objects.requireNonNull(reason);
        }
    }

    /**
     * It must not run.
     *
     * @param findings what was found
     * @param category short name in snake_case
     * @param message for the creator, safe to show
     */
    record Block(List<Finding> findings, String category, String message) implements Verdict {
        /** Copies the list. */
        public Block {
            findings = List.copyOf(findings);
            Objects.requireNonNull(category);
            Objects.requireNonNull(message);
        }
    }
}
