package org.mutoscope.api.creation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.mutoscope.api.media.FrameSize;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Draws a picture for words, so that a model that needs a first frame can make a clip of words alone. Registered as an OSGi service; may come and go.
 *
 * <p><b>Lifetime.</b> {@link #draw} is called on a host thread, by several at once, and holds nothing between two calls. The thread is interrupted when nobody
 * waits for the picture any more: return or throw within a few seconds. What it writes belongs to the host from its return on.
 */
@ConsumerType
public interface FirstFrame {
    /** Service property (String, required): stable name, lower-case letters, digits and dashes, at most 40. */
    String ID = "mutoscope.firstframe.id";

    /**
     * Draws one picture and blocks until it is there. Returns an outcome for everything that can be expected; whatever is thrown is a fault of the provider.
     *
     * @return when made, the media type of the picture in {@link Request#target}: {@code image/png}, {@code image/jpeg} or {@code image/webp}. Its shape is about
     *     that of the wanted size; the host checks it like any upload and fits it.
     */
    Creation<String> draw(Request request) throws InterruptedException;

    /**
     * A picture that is wanted.
     *
     * @param name for logs and for idempotency keys of services: the job, or whatever it is for
     * @param prompt what to draw, 1 to 32,000 characters. Never log it
     * @param size size of the clip that will begin with it
     * @param target where to write it; the folder exists, the file does not
     * @param patience longest time it may take, at least a second
     */
    record Request(String name, String prompt, FrameSize size, Path target, Duration patience) {
        /** Checks for null. */
        public Request {
            Objects.requireNonNull(name);
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(size);
            Objects.requireNonNull(target);
            Objects.requireNonNull(patience);
        }
    }
}
