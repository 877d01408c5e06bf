package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.road.Studio.Verb;

/**
 * What a clip is made from besides words.
 *
 * @param verb what is asked for
 * @param picture to be the first frame, as it was sent; or null
 * @param footage the clip to work on, or null
 * @param cast characters that shall appear
 */
record Source(Verb verb, Path picture, Footage footage, List<CastDesk.Known> cast) {

    /**
     * A clip to work on.
     *
     * @param job the order of the clip, or null if it was sent
     * @param file the clip as it was sent, or null
     * @param kind what the file is; null without a file
     * @param size its size
     * @param seconds its length; what is more than a whole number of seconds counts as one
     */
    record Footage(NewJob job, Path file, FileKind kind, FrameSize size, int seconds) {
        static Footage of(NewJob job) {
            return new Footage(job, null, null, job.size(), job.deliveredSeconds());
        }
    }

    /** The order of the clip that it is made from, or null. */
    NewJob clip() {
        return footage == null ? null : footage.job();
    }

    /** Id of the clip it is made from, or null. */
    String parent() {
        return clip() == null ? null : clip().id();
    }

    /** Seconds that come before what is rendered. */
    int seconds() {
        return verb == Verb.EXTEND ? footage.seconds() : 0;
    }
}
