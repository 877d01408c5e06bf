package org.mutoscope.core.jobs;

import java.time.Duration;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes a leased job down the road on a leased backend. The scheduler calls it on a thread of its own and interrupts that to stop it. */
@ConsumerType
public interface JobRunner {
    /**
     * Runs one attempt to its end.
     *
     * @throws InterruptedException if it was interrupted; nothing of the attempt remains
     */
    Ended run(Attempt attempt, Leased<VideoBackend> backend) throws InterruptedException;

    /**
     * What a backend is asked for now: the job or, of one that is made in parts, its next part, under the id and with the words that the backend gets to see. Reads
     * only; called by any thread.
     *
     * @param job of a job that is made in parts as if the next of them were the whole of it
     */
    default NewJob asked(Transaction tx, NewJob job) {
        return job;
    }

    /** How an attempt ended. */
    sealed interface Ended {
        /** Finished and settled through {@link Attempt#complete}. */
        record Done() implements Ended {}

        /** At fault is the request: the job fails, the hold is released. */
        record Refused(String code, String message) implements Ended {}

        /** Nothing was begun; no attempt is charged. */
        record Busy(Duration retryAfter) implements Ended {}

        /**
         * An attempt is charged; tried again if {@code retryable} and attempts are left.
         *
         * @param said whether the backend itself said so, and with it that nothing goes on anywhere; false if it, or something of ours, broke down
         */
        record Failed(String code, String message, boolean retryable, boolean said) implements Ended {
            /** Something broke down. */
            public Failed(String code, String message, boolean retryable) {
                this(code, message, retryable, false);
            }
        }

        /** A remote service may have begun: asked again with the ticket, never begun anew. */
        record InDoubt(String ticket) implements Ended {}

        /** Something that must be there is not; no attempt is charged. @param reason for people, for example {@code waiting for provenance: c2pa} */
        record Waiting(String reason) implements Ended {}

        /** A part is made and kept, and another comes: back in the queue through {@link Attempt#kept}. @param next what comes */
        record GoesOn(Part next) implements Ended {}
    }
}
