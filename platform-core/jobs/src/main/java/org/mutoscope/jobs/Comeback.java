package org.mutoscope.jobs;

import java.time.Duration;

/**
 * How a job comes back into the queue.
 *
 * @param rest how long it stays out of it
 * @param boundTo id of the backend whose ticket it carries, or null
 * @param bond how firmly it is bound
 * @param waiting whether it waits for something other than a backend and is worth trying as soon as services change
 */
record Comeback(Duration rest, String boundTo, Bond bond, boolean waiting) {
    /** How firmly a job is bound to a backend. */
    enum Bond {
        /** Any backend may have it. */
        NONE,
        /** Another may have it after a while, if the one does not come back. */
        PATIENT,
        /** No other may ever have it. */
        STRICT
    }

    static Comeback after(Duration rest) {
        return new Comeback(rest, null, Bond.NONE, false);
    }
}
