package org.mutoscope.core.jobs;

import java.time.Instant;
import java.util.Map;

/**
 * A job as it stands.
 *
 * @param asked what was asked for
 * @param state where it stands
 * @param reason why it waits; null otherwise
 * @param begun whether rendering has begun at least once
 * @param progress 0 to 100; does not fall
 * @param phase word for people about what is being done; null when nothing is
 * @param attempts attempts charged so far
 * @param backend name and version of the backend that has it or had it last, {@code id@version}; null before
 * @param creditsCaptured credits spent; 0 until it has completed
 * @param createdAt when it was accepted
 * @param startedAt when rendering first began, or null
 * @param endedAt when it ended, or null
 * @param expiresAt when its files are deleted; null until completed or if never
 * @param expired whether its files are gone
 * @param errorCode name of the error; null unless it failed or was cancelled
 * @param errorMessage what to tell the creator; null as above
 * @param facts what the backend and the steps left, empty before
 */
public record Job(
        NewJob asked,
        JobState state,
        String reason,
        boolean begun,
        int progress,
        String phase,
        int attempts,
        String backend,
        long creditsCaptured,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt,
        Instant expiresAt,
        boolean expired,
        String errorCode,
        String errorMessage,
        Map<String, String> facts) {
    /** Copies the map. */
    public Job {
        facts = Map.copyOf(facts);
    }

    /** Id of the job. */
    public String id() {
        return asked.id();
    }
}
