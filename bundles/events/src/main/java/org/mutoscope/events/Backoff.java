package org.mutoscope.events;

import java.time.Duration;
import java.util.List;

/** When an event is tried again: soon at first, then ever later, the same schedule for all with a tenth of chance in it, so that not all come back at once. */
final class Backoff {
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(6));
    private static final int LONGEST_REST_SECONDS = 300;
    private static final int SHIFTS = 9;

    private Backoff() {}

    /**
     * Time from an attempt that failed to the next.
     *
     * @param attempts made so far, at least 1
     * @param chance 0 to 1
     */
    static Duration after(int attempts, double chance) {
        Duration step = STEPS.get(Math.min(attempts, STEPS.size()) - 1);
        return step.plusMillis((long) (step.toMillis() * 0.1 * chance));
    }

    /** How long nothing at all is sent to an endpoint that failed. @param failures in a row, at least 1 */
    static Duration rest(int failures) {
        return Duration.ofSeconds(Math.min(LONGEST_REST_SECONDS, 1L << Math.min(failures - 1, SHIFTS)));
    }
}
