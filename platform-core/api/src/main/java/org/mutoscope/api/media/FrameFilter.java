package org.mutoscope.api.media;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes frames between backend and encoder, for example to put an invisible mark on them. Filters run in the order of
 * {@link #ORDER}, lower first. Must be safe for use by several jobs at once; keeps no state between calls.
 */
@ConsumerType
public interface FrameFilter {
    /** Service property (String, required): name of the filter, shown in {@code job explain}. */
    String ID = "mutoscope.filter.id";

    /** Service property (Integer, default 0): place in the row of filters. */
    String ORDER = "mutoscope.filter.order";

    /**
     * Changes one frame in place. Called once per frame, in order, on one host thread per job.
     *
     * @param rgb the RGB24 frame, from position to limit
     * @param frame what frame it is
     */
    void apply(ByteBuffer rgb, FrameInfo frame) throws Exception;
}
