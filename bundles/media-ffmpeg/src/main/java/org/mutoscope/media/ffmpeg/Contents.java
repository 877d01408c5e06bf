package org.mutoscope.media.ffmpeg;

import java.util.List;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;

/**
 * What a file from outside says that it holds. Only {@code kind} is known; the rest is a claim.
 *
 * @param kind of the file
 * @param container ffprobe's name of it
 * @param size of the picture as it is shown, rotation applied
 * @param framesPerSecond rounded, 1 to 120
 * @param frames 0 if it does not say
 * @param milliseconds of the picture, 0 if it does not say
 * @param codecs picture first, then sound if there is any
 */
record Contents(
        InputKind kind,
        String container,
        FrameSize size,
        int framesPerSecond,
        long frames,
        long milliseconds,
        List<String> codecs) {
    boolean sound() {
        return codecs.size() > 1;
    }

    MediaFacts facts() {
        return new MediaFacts(container, size, frames, milliseconds, codecs);
    }
}
