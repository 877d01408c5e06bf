package org.mutoscope.api.media;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a {@link MediaEncoder} is asked for. */
@ProviderType
public interface EncodeRequest {
    /** One of {@link MediaEncoder#profiles()}. */
    String profile();

    /** Size of the file's picture; frames of another size are scaled and cropped to fill it. Odd sides are rounded down to even. */
    FrameSize size();

    /** Where to write the file; the folder exists, the file does not. */
    Path target();

    /** Raw sound in {@link AudioFormat} layout, complete, if there is any. */
    Optional<SoundFile> sound();

    /**
     * A file with raw samples.
     *
     * @param file the samples
     * @param format their layout
     */
    record SoundFile(Path file, AudioFormat format) {}
}
