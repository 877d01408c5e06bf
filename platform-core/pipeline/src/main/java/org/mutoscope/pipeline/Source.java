package org.mutoscope.pipeline;

import java.nio.file.Path;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.core.jobs.NewJob;

/**
 * What a clip is made from besides words.
 *
 * @param picture to be the first frame, as it was sent; or null
 * @param clip the order of the clip that is made longer, or null
 */
record Source(Path picture, NewJob clip) {
    static final Source WORDS = new Source(null, null);

    String task() {
        return picture != null
                ? ModelOffer.IMAGE_TO_VIDEO
                : clip != null ? ModelOffer.EXTEND : ModelOffer.TEXT_TO_VIDEO;
    }

    /** Id of the clip it is made from, or null. */
    String parent() {
        return clip == null ? null : clip.id();
    }

    /** Seconds that are there already. */
    int seconds() {
        return clip == null ? 0 : clip.deliveredSeconds();
    }
}
