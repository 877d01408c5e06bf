package org.mutoscope.api.media;

import java.io.IOException;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes a playable file of a stream of frames. Must be safe for use by several jobs at once. */
@ConsumerType
public interface MediaEncoder {
    /** Names of the profiles it knows, for example {@code compat-h264}. Profiles are data: a new one is no API change. */
    Set<String> profiles();

    /**
     * Encodes until the source ends. Called on a host thread, which is interrupted on cancel; then leaves no file and no child process.
     *
     * @throws IOException if the encoder failed; the message says why, without paths of the host
     */
    EncodedMedia encode(EncodeRequest request, FrameSource source) throws IOException, InterruptedException;
}
