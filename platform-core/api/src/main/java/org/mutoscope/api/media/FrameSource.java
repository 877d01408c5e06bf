package org.mutoscope.api.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Frames in order, one at a time, for the one thread that reads them. */
@ProviderType
public interface FrameSource {
    /** Format of every frame. */
    VideoFormat format();

    /**
     * Waits for the next RGB24 frame; empty after the last one. The buffer is valid until the next call.
     *
     * @throws InterruptedException if the work was cancelled
     * @throws IOException if the maker of the frames failed
     */
    Optional<ByteBuffer> next() throws IOException, InterruptedException;
}
