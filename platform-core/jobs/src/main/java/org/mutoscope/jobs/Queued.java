package org.mutoscope.jobs;

/**
 * A job that waits, as the scheduler knows it: without its prompt.
 *
 * @param order place in line; kept when the job comes back, so that it does not lose its turn
 */
record Queued(String jobId, String accountId, Need need, long order) {
    Queued with(Need other) {
        return new Queued(jobId, accountId, other, order);
    }
}
