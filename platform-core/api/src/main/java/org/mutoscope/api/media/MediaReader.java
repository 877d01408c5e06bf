package org.mutoscope.api.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
     * Decodes the picture of a file in a form that is asked for: the whole of it is fitted into the size, what remains at two of its sides is filled with
     * its outermost pixels, and frames are left out or repeated to have the rate. So an encoder that fills the clip's size with such frames shows exactly
     * the picture again. No sound.
     *
     * @param wanted what every frame is to be
     * @throws IOException as {@link #probe}, or if this reader cannot do it
     */
    default void decode(Path file, VideoFormat wanted, MediaSink sink) throws IOException, InterruptedException {
        throw new IOException("the media reader that is installed cannot fit pictures; install a newer one");
    }

    /**
     * Decodes the sound of a file, if it has any, into raw samples. They begin with its picture.
     *
     * @param target where to write them; the file does not exist
     * @return their layout; empty if the file is silent, or this reader cannot decode sound alone
     * @throws IOException as {@link #probe}
     */
    default Optional<AudioFormat> sound(Path file, Path target) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Makes a still picture of a video.
     *
     * @param kind {@code thumbnail} (WebP, one frame) or {@code spritesheet} (JPEG, a grid of frames)
     * @param target where to write it
     * @return the media type of what was written
     */
    String still(Path file, String kind, Path target) throws IOException, InterruptedException;
}
