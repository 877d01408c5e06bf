package org.mutoscope.core.road;

import org.osgi.annotation.versioning.ProviderType;

/** Shows texts to the prompt guards that leave the house for a service which is asked for no clip; what is ordered is screened with its order. Safe for use by several threads. */
@ProviderType
public interface Screens {
    /** Purpose of a script that is to become shots. */
    String SCRIPT = "script";

    /** Purpose of a prompt. */
    String PROMPT = "prompt";

    /**
     * Asks all guards, and waits for them.
     *
     * @param accountId who sent the text
     * @param text 1 to 32,000 characters
     * @param purpose what it is, for guards and in the parameter of the problem
     * @throws org.mutoscope.core.problem.Problem {@code moderation_blocked} if one blocks it or cannot be asked
     */
    void require(String accountId, String text, String purpose);
}
