package org.mutoscope.api.guard;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Screens a prompt. All guards are asked, lowest {@link #ORDER} first, until one blocks; a guard that fails or takes longer than
 * its deadline (5 s) counts as a block. Must be safe for use by several threads.
 */
@ConsumerType
public interface PromptGuard {
    /** Service property (String, required): name of the guard. */
    String ID = "mutoscope.guard.id";

    /** Service property (Integer, default 0): place in the row. */
    String ORDER = "mutoscope.guard.order";

    /** Screens one text. Never log it. */
    Verdict screen(Screening screening) throws InterruptedException;
}
