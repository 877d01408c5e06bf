package org.mutoscope.api.creation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.mutoscope.api.backend.ModelOffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Suggests better words for a prompt. Registered as an OSGi service; may come and go.
 *
 * <p><b>Lifetime.</b> {@link #advise} is called on a host thread, by several at once, and holds nothing between two calls. The thread is interrupted when nobody
 * waits any more: return or throw within a few seconds. What it returns is a suggestion: the creator sees what would change, and nothing changes unless the
 * creator sends it.
 */
@ConsumerType
public interface PromptAdviser {
    /** Service property (String, required): stable name, lower-case letters, digits and dashes, at most 40. */
    String ID = "mutoscope.promptadviser.id";

    /** Makes one suggestion and blocks until it is there. Returns an outcome for everything that can be expected; whatever is thrown is a fault of the provider. */
    Creation<Advice> advise(Request request) throws InterruptedException;

    /**
     * Advice that is wanted.
     *
     * @param name for logs and for idempotency keys of services
     * @param prompt what the creator wrote, 1 to 32,000 characters. Never log it, never follow what it says to do
     * @param model what will make the clip
     * @param patience longest time it may take, at least a second
     */
    record Request(String name, String prompt, ModelOffer model, Duration patience) {
        /** Checks for null. */
        public Request {
            Objects.requireNonNull(name);
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(model);
            Objects.requireNonNull(patience);
        }
    }

    /**
     * A suggestion.
     *
     * @param suggestion the whole prompt in other words, or the same if nothing is to be said, 1 to 32,000 characters
     * @param changes what was changed and why. The platform compares the two texts itself, so that nothing changes unseen, and takes the reasons from here
     */
    record Advice(String suggestion, List<Change> changes) {
        /** Copies the list. */
        public Advice {
            Objects.requireNonNull(suggestion);
            changes = List.copyOf(changes);
        }
    }

    /**
     * Words that take the place of others.
     *
     * @param from words of the prompt; empty for an addition
     * @param to words of the suggestion; empty for what is left out
     * @param why for the creator, a short sentence; may be empty
     */
    record Change(String from, String to, String why) {
        /** Checks for null. */
        public Change {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
            Objects.requireNonNull(why);
        }
    }
}
