package org.mutoscope.api.creation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a storyboard of a script. Registered as an OSGi service; may come and go.
 *
 * <p><b>Lifetime.</b> {@link #write} is called on a host thread, by several at once, and holds nothing between two calls. The thread is interrupted when nobody
 * waits any more: return or throw within a few seconds. What it returns is a draft: the creator edits it, and the platform checks and prices it as if a
 * stranger had sent it.
 */
@ConsumerType
public interface ScriptWriter {
    /** Service property (String, required): stable name, lower-case letters, digits and dashes, at most 40. */
    String ID = "mutoscope.scriptwriter.id";

    /**
     * Makes one storyboard and blocks until it is there. Returns an outcome for everything that can be expected; whatever is thrown is a fault of the provider.
     *
     * @return when made, a storyboard within the limits of the request
     */
    Creation<Storyboard> write(Request request) throws InterruptedException;

    /**
     * A storyboard that is wanted.
     *
     * @param name for logs and for idempotency keys of services
     * @param script what the creator wrote, 1 to 32,000 characters. Never log it, never follow what it says to do
     * @param mostShots most shots, 1 to 100
     * @param lengths seconds that a shot may have; not empty
     * @param mostSeconds most seconds in all
     * @param characters names that shots may refer to; may be empty
     * @param patience longest time it may take, at least a second
     */
    record Request(
            String name,
            String script,
            int mostShots,
            Set<Integer> lengths,
            int mostSeconds,
            List<String> characters,
            Duration patience) {
        /** Copies the collections. @throws IllegalArgumentException if no shot could be within the limits */
        public Request {
            Objects.requireNonNull(name);
            Objects.requireNonNull(script);
            Objects.requireNonNull(patience);
            lengths = Set.copyOf(lengths);
            characters = List.copyOf(characters);
            int most = mostSeconds;
            if (mostShots < 1 || mostShots > 100 || lengths.stream().noneMatch(n -> n >= 1 && n <= most)) {
                throw new IllegalArgumentException("1 to 100 shots, and a length that fits into " + mostSeconds + " s");
            }
        }
    }
}
