package org.mutoscope.backend.remote.job;

import java.time.Duration;
import java.util.Set;

/**
 * How long and how large things may be at a service, and what it takes for what it does not deliver.
 *
 * @param poll pause between two looks, unless the service asks for another
 * @param deadline longest time of a job at the service
 * @param doubt how long it may be unknown what became of a job
 * @param mostBytes largest output
 * @param download longest time for one download
 * @param paidEnds which of {@code failed}, {@code refused}, {@code cancelled} are paid in full
 */
public record Limits(
        Duration poll, Duration deadline, Duration doubt, long mostBytes, Duration download, Set<String> paidEnds) {
    /** Ends of a job that bring no clip. */
    public static final Set<String> ENDS = Set.of("failed", "refused", "cancelled");

    /** Copies the set. */
    public Limits {
        paidEnds = Set.copyOf(paidEnds);
    }
}
