package org.mutoscope.api.media;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Looks into media files that nobody has vouched for. Works in a child process with limits, never in the platform's own. */
@ConsumerType
public interface MediaReader {
    /**
     * Says what a file holds.
     *
     * @throws IOException if it is no media file or breaks a limit; the message is safe to show to a user
     */
    MediaFacts probe(Path file) throws IOException, InterruptedException;

    /**
     * Decodes a file into a sink: opens its streams, pushes all frames.
     *
     * @throws IOException as {@link #probe}
     */
    void decode(Path file, MediaSink sink) throws IOException, InterruptedException;

    /**
     * Makes a still picture of a video.
     *
     * @param kind {@code thumbnail} (WebP, one frame) or {@code spritesheet} (JPEG, a grid of frames)
     * @param target where to write it
     * @return the media type of what was written
     */
    String still(Path file, String kind, Path target) throws IOException, InterruptedException;
}
