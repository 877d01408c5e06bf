package org.mutoscope.core.jobs;

import java.util.Locale;

/**
 * Where a job stands.
 *
 * <pre>
 * QUEUED -leased-> IN_PROGRESS -> COMPLETED | FAILED | CANCELLED
 * IN_PROGRESS -attempt failed, handed over, backend busy-> QUEUED
 * IN_PROGRESS -a required step is absent-> WAITING -it is back-> QUEUED
 * IN_PROGRESS -a remote service may have begun-> IN_DOUBT -asked again-> any of the above
 * QUEUED, WAITING, IN_PROGRESS, IN_DOUBT -cancel-> CANCELLED
 * </pre>
 */
public enum JobState {
    QUEUED,
    IN_PROGRESS,
    WAITING,
    IN_DOUBT,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen to it. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /**
     * Word on the Videos API, which knows four.
     *
     * @param begun whether rendering has begun at least once
     */
    public String wire(boolean begun) {
        return switch (this) {
            case QUEUED -> "queued";
            case WAITING -> begun ? "in_progress" : "queued";
            case IN_PROGRESS, IN_DOUBT -> "in_progress";
            case COMPLETED -> "completed";
            case FAILED, CANCELLED -> "failed";
        };
    }

    /** Word in our own API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
