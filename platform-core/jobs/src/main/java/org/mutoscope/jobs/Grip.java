package org.mutoscope.jobs;

import java.util.Optional;
import org.mutoscope.core.jobs.NewJob;

/**
 * Hold of one attempt on a job.
 *
 * @param step the step as it stood when it was taken
 * @param fence number that the attempt has to show with every change
 * @param begunBefore whether rendering had begun in an earlier attempt
 * @param backendId stable name of the backend that has it now
 */
record Grip(NewJob job, StepTable.Step step, long fence, boolean begunBefore, String backendId) {
    String jobId() {
        return job.id();
    }

    /** Number of the attempt, from 1. */
    int number() {
        return step.attempts() + 1;
    }

    /** What an earlier attempt left for this backend; a ticket of another backend means nothing to it. */
    Optional<String> ticket() {
        return Optional.ofNullable(backendId.equals(step.backend()) ? step.ticket() : null);
    }
}
