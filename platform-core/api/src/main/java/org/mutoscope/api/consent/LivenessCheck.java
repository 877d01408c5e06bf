package org.mutoscope.api.consent;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says whether a recording shows somebody living who did what was asked: said these digits, looked there, is alone, and is not played from a screen. All checks
 * that are installed are asked, one after the other; one that fails or takes longer than its deadline (60 s) counts as {@link Liveness.Answer#UNSURE}. Must be safe for use by
 * several threads.
 */
@ConsumerType
public interface LivenessCheck {
    /** Service property (String, required): name of the check. */
    String ID = "mutoscope.liveness.id";

    /** Checks one recording. Never log what is in it. */
    Liveness check(Recording recording) throws Exception;
}
