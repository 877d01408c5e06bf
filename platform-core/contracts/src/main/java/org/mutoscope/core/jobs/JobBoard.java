package org.mutoscope.core.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** The durable queue and what became of each job. Safe for use by several threads. */
@ProviderType
public interface JobBoard {
    /**
     * Queues a job as a plan of one step. Call it in the transaction that holds its credits.
     *
     * @throws org.mutoscope.core.problem.Problem {@code queue_full}
     */
    default void enqueue(Transaction tx, NewJob job) {
        enqueue(tx, job, Placement.of(job.model()));
    }

    /**
     * The same for a job that has several candidates, or costs something at a service: what it can cost is reserved in the same transaction.
     *
     * @throws org.mutoscope.core.problem.Problem {@code queue_full}, {@code budget_spent}
     */
    void enqueue(Transaction tx, NewJob job, Placement placement);

    /** Finds a job that was not deleted. Progress is the live one. */
    Optional<Job> find(String jobId);

    /**
     * Jobs of an account (null = of all), by time of acceptance.
     *
     * @param after id of the job before the first wanted, or null
     * @param limit 1 to 100
     */
    List<Job> list(String accountId, String after, int limit, boolean newestFirst);

    /** Jobs that were made from this one and were not deleted, oldest first. @param limit 1 to 100 */
    List<Job> madeFrom(String jobId, int limit);

    /**
     * Cancels a job: it never begins, or its backend is interrupted. Its hold is released. Returns when the state is durable; the
     * backend is idle within a second or is left to its fate.
     *
     * @throws org.mutoscope.core.problem.Problem {@code video_not_found}, {@code job_already_ended}
     */
    Job cancel(String jobId);

    /**
     * Ends a job that must not go on although nobody cancelled it, for example since a licence was taken back: as {@link #cancel}, with this error for its creator.
     *
     * @return false if it has ended or is gone
     */
    default boolean stop(String jobId, org.mutoscope.core.problem.Problem why) {
        try {
            cancel(jobId);
            return true;
        } catch (org.mutoscope.core.problem.Problem ended) {
            return false;
        }
    }

    /**
     * Gives a job its words, and duties beside those that it has. For jobs that the caller keeps from beginning: an attempt has read both.
     *
     * @param prompt 1 to 32,000 characters
     * @return false if it has ended: nothing was changed
     */
    default boolean amend(Transaction tx, String jobId, String prompt, java.util.Map<String, String> duties) {
        throw new UnsupportedOperationException("this board changes no jobs");
    }

    /** Hides a job and lets its files be deleted; cancels it first if it has not ended. No error if it is gone. */
    void delete(String jobId);

    /** What happened to a job and why, oldest first. */
    List<Note> explain(String jobId);

    /** Adds a line for {@link #explain}. No prompt, no secret. */
    void note(Transaction tx, String jobId, String what, String detail);

    /** Tells about every change of a job, at most a few times a second, on no particular thread; must return at once. Close to end. */
    Watch watch(String jobId, Consumer<Job> listener);

    /** How full the queue is. */
    Depth depth();

    /** How long a client should wait before it asks again for this job, from its place in the queue and what is left to do; 0.5 s to 10 s. */
    Duration pollAfter(Job job);

    /** A line of a job's story. @param what short name in snake_case */
    record Note(Instant at, String what, String detail) {}

    /** Numbers about the queue. @param bound most jobs that may be queued */
    record Depth(int queued, int running, int bound) {}

    /** A running watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
