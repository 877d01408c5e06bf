package org.mutoscope.api.backend;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** How an attempt ended. Backends make one of the five; only the host looks into them. */
public sealed interface RenderOutcome {
    /**
     * All frames are in the sink.
     *
     * @param facts what is worth keeping with the job ({@code device}, {@code steps}, timings); at most 50 short entries
     */
    record Completed(Map<String, String> facts) implements RenderOutcome {
        /** Copies the map. */
        public Completed {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * The request itself is at fault; no other attempt will be made and the creator pays nothing.
     *
     * @param code short name in snake_case, becomes {@code error.code}
     * @param message for the creator: what to do, at most 500 characters
     */
    record Refused(String code, String message) implements RenderOutcome {
        /** Checks for null. */
        public Refused {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }
    }

    /**
     * Nothing was begun, for want of room. Not counted as an attempt.
     *
     * @param retryAfter how long to leave the backend alone
     */
    record Busy(Duration retryAfter) implements RenderOutcome {
        /** Checks for null. */
        public Busy {
            Objects.requireNonNull(retryAfter);
        }
    }

    /**
     * The attempt failed. Unless {@link RenderContext#cost} was told otherwise it surely left no cost elsewhere; where it did, no other attempt is made.
     *
     * @param code short name in snake_case
     * @param message for the operator, at most 500 characters
     * @param retryable whether another attempt could succeed
     */
    record Failed(String code, String message, boolean retryable) implements RenderOutcome {
        /** Checks for null. */
        public Failed {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }
    }

    /**
     * Whether a remote service has begun, or finished, is not known. The job is in doubt: it will be resumed with the ticket, never submitted anew.
     *
     * @param ticket what a later attempt needs to find out
     */
    record Unknown(String ticket) implements RenderOutcome {
        /** Checks for null. */
        public Unknown {
            Objects.requireNonNull(ticket);
        }
    }
}
