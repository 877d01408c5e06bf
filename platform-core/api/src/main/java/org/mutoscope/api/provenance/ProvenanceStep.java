package org.mutoscope.api.provenance;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Signs or records a finished file. Steps run in the order of their {@link #PHASE}: {@code SIGN}, then {@code RECORD}; marks on frames
 * come before, as {@link org.mutoscope.api.media.FrameFilter}. Two signers are refused, since a signature must be the last change to the
 * bytes. A step that the operator requires and that is absent makes jobs wait. Must be safe for use by several jobs at once.
 */
@ConsumerType
public interface ProvenanceStep {
    /** Service property (String, required): stable name of the step. */
    String ID = "mutoscope.provenance.id";

    /** Service property (String, required): {@link #SIGN} or {@link #RECORD}. */
    String PHASE = "mutoscope.provenance.phase";

    /** Service property (String or String[], default all): media types of the files that the step can treat; others pass it by, unless the operator requires the step. */
    String TYPES = "mutoscope.provenance.types";

    /** Phase of steps that change the file. */
    String SIGN = "SIGN";

    /** Phase of steps that write about the file, which no longer changes. */
    String RECORD = "RECORD";

    /**
     * Does the step. May be called again for the same asset after a crash and must then give equivalent evidence.
     *
     * @throws IOException if it failed; the job is tried again
     */
    Evidence apply(ProvenanceRequest request) throws IOException, InterruptedException;
}
