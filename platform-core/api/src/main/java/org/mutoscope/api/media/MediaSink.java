package org.mutoscope.api.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a backend puts what it makes. It either pushes raw frames (and sound), or hands over one encoded file, which the
 * platform decodes in a child process into the same stream. So every clip is marked, encoded and signed by the platform.
 *
 * <p>Valid until {@code render} returns; used by one thread at a time. What was pushed counts only if {@code render}
 * returns {@code Completed}: a later attempt starts with an empty sink.
 */
@ProviderType
public interface MediaSink {
    /**
     * Opens the picture stream; call once, before the first frame.
     *
     * @throws IllegalStateException if it was opened before or a file was handed over
     */
    void video(VideoFormat format) throws IOException;

    /**
     * Adds one RGB24 frame. Blocks while the encoder is behind, so that memory stays bounded. The buffer may be reused on return.
     *
     * @param rgb exactly {@link FrameSize#rgbBytes()} bytes remaining
     * @throws IllegalArgumentException if the number of bytes is another
     * @throws InterruptedException if the job was cancelled or the host is leaving
     * @throws IOException if the encoder failed
     */
    void frame(ByteBuffer rgb) throws IOException, InterruptedException;

    /**
     * Opens the sound stream; optional, once.
     *
     * @throws IllegalStateException if it was opened before or a file was handed over
     */
    void audio(AudioFormat format) throws IOException;

    /**
     * Adds sound. The platform aligns the start of sound and picture; excess sound at the end is cut.
     *
     * @param pcm a whole number of samples for all channels
     */
    void sound(ByteBuffer pcm) throws IOException, InterruptedException;

    /**
     * Hands over one finished file instead of streams. The platform moves it away.
     *
     * @param file a file in the scratch folder of the render context
     * @throws IllegalStateException if a stream was opened
     */
    void encoded(Path file) throws IOException, InterruptedException;
}
