package org.mutoscope.backend.remote.job;

import java.util.Optional;
import java.util.function.Predicate;
import org.mutoscope.backend.remote.wire.CallFault;

/**
 * One kind of service: how it is asked and how its answers read. Knows nothing of time, tickets and money. Safe for use by several jobs
 * at once; each call asks the service once or a few times and returns.
 */
public interface Service {
    /** Orders a clip. Nothing is asked a second time here. */
    Submitted submit(Order order) throws CallFault, InterruptedException;

    /** Asks how a job stands. */
    Standing look(Order order, Ticket ticket) throws CallFault, InterruptedException;

    /**
     * Looks for a job whose name is not known: by a name that we gave, or in a list.
     *
     * @param others names that are known to be other jobs'
     */
    default Found find(Order order, Ticket intent, Predicate<String> others) throws CallFault, InterruptedException {
        return new Found(Found.Answer.UNSURE, Optional.empty());
    }

    /** Asks the service to stop a job. @return whether it said that it will */
    default boolean cancel(Order order, Ticket ticket) throws CallFault, InterruptedException {
        return false;
    }

    /** What looking for a job found. @param answer how sure it is @param id the service's name for it, if it was found */
    record Found(Answer answer, Optional<Submitted.Accepted> id) {
        /** How sure it is. */
        public enum Answer {
            /** It is there. */
            THERE,
            /** It was never begun. */
            NEVER,
            /** Nobody knows. */
            UNSURE
        }

        /** It is there. */
        public static Found there(Submitted.Accepted id) {
            return new Found(Answer.THERE, Optional.of(id));
        }

        /** It was never begun. */
        public static Found never() {
            return new Found(Answer.NEVER, Optional.empty());
        }

        /** Nobody knows. */
        public static Found unsure() {
            return new Found(Answer.UNSURE, Optional.empty());
        }
    }
}
