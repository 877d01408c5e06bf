package org.mutoscope.api.creation;

import java.util.Objects;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;

/**
 * How a creation ended. What it cost is said in each case: services charge for what they refuse, too.
 *
 * @param <T> what was to be made
 */
public sealed interface Creation<T> {
    /** What it cost the operator at a service; empty if nothing. */
    Optional<UpstreamCost> cost();

    /**
     * It is made.
     *
     * @param work what was made
     * @param cost what it cost
     */
    record Made<T>(T work, Optional<UpstreamCost> cost) implements Creation<T> {
        /** Checks for null. */
        public Made {
            Objects.requireNonNull(work);
            Objects.requireNonNull(cost);
        }
    }

    /**
     * It will not be made: the request is at fault.
     *
     * @param code short name in snake_case, becomes {@code error.code}
     * @param message for the creator: what to do, at most 500 characters
     * @param cost what it cost
     */
    record Refused<T>(String code, String message, Optional<UpstreamCost> cost) implements Creation<T> {
        /** Checks for null. */
        public Refused {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
            Objects.requireNonNull(cost);
        }
    }

    /**
     * It could not be made.
     *
     * @param code short name in snake_case
     * @param message for the operator, at most 500 characters
     * @param retryable whether it may be asked again at once, here or elsewhere; false also where it may have been paid for
     * @param cost what it cost as far as is known
     */
    record Failed<T>(String code, String message, boolean retryable, Optional<UpstreamCost> cost)
            implements Creation<T> {
        /** Checks for null. */
        public Failed {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
            Objects.requireNonNull(cost);
        }
    }
}
