package org.mutoscope.api.media;

import java.util.List;

/**
 * What a media file holds.
 *
 * @param container name of the container as ffprobe gives it
 * @param size size of the picture
 * @param frames number of frames, 0 if the file does not say
 * @param milliseconds playing time
 * @param codecs names of the codecs, picture first
 */
public record MediaFacts(String container, FrameSize size, long frames, long milliseconds, List<String> codecs) {
    /** Copies the list. */
    public MediaFacts {
        codecs = List.copyOf(codecs);
    }
}
