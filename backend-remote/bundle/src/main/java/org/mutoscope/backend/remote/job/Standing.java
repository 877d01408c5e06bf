package org.mutoscope.backend.remote.job;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How a job stands at a service, in words that all services share. */
public sealed interface Standing {
    /**
     * It goes on.
     *
     * @param fraction 0 to 1; negative if it is not said
     * @param phase one word for people
     * @param pause how long the service asks not to be asked again
     */
    record Running(double fraction, String phase, Optional<Duration> pause) implements Standing {}

    /**
     * It is done.
     *
     * @param outputs where the clip may be, best first; at least one
     * @param micros what it cost, if the service says so
     */
    record Done(List<Output> outputs, OptionalLong micros) implements Standing {
        /** Copies the list. */
        public Done {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * The service will not make it: the request is at fault.
     *
     * @param code for the creator, snake_case
     * @param message for the creator
     * @param micros what it cost, if anything is known to have been taken
     */
    record Declined(String code, String message, OptionalLong micros) implements Standing {}

    /**
     * The service could not make it.
     *
     * @param code snake_case
     * @param message for the operator
     * @param micros what it cost, if the service says so
     * @param again whether it could be made another time
     */
    record Broken(String code, String message, OptionalLong micros, boolean again) implements Standing {}

    /**
     * An answer by which the service may have failed, or by which something before it could not answer now. Believed when it was given three times in a row: a job
     * that was made and is taken for a failure would be ordered, and paid, again.
     *
     * @param broken what it means then
     */
    record Failing(Broken broken) implements Standing {}

    /** The service does not know it. */
    record Lost() implements Standing {}

    /** It was ended on demand. @param micros what it cost, if the service says so */
    record Stopped(OptionalLong micros) implements Standing {}

    /** The service gave no usable answer; it is asked again. @param why for the operator @param pause how long to wait */
    record Unclear(String why, Optional<Duration> pause) implements Standing {}

    /** Where a clip is: at an address, or in the answer itself. */
    record Output(Optional<URI> address, byte[] inline) {
        /** At an address. */
        public static Output at(URI uri) {
            return new Output(Optional.of(uri), new byte[0]);
        }

        /** In the answer. */
        public static Output in(byte[] bytes) {
            return new Output(Optional.empty(), bytes);
        }
    }
}
