package org.mutoscope.core.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** One attempt at a job, under a lease with a fencing token: an attempt that is no longer current can change nothing. */
@ProviderType
public interface Attempt {
    /** The job. */
    NewJob job();

    /** Number of the attempt, from 1. */
    int number();

    /** A number that no other attempt of this job has or had, charged or not. */
    default long turn() {
        return number();
    }

    /** Note of an earlier attempt. */
    Optional<String> ticket();

    /** Keeps a note, durable on return. @throws IllegalStateException if the attempt is no longer current */
    void remember(String ticket);

    /**
     * Keeps what the attempt has cost at a service; the last word counts. Durable on return; taken also after the job was cancelled.
     *
     * @see org.mutoscope.api.backend.RenderContext#cost
     */
    void cost(UpstreamCost cost, boolean settled);

    /**
     * Books what somebody else than the backend took for the job, as what it is: spent.
     *
     * @param service who took it, at most 40 characters; not the name of a backend
     * @param what what it was for, at most 64 characters; not the name of a model
     */
    void paid(Transaction tx, String service, String what, UpstreamCost cost);

    /** Says how far it is, 0 to 1. */
    void progress(double fraction, String phase);

    /** Whether it should stop. */
    boolean cancelled();

    /** Whether its job was cancelled, so that nobody will come back for the clip. */
    boolean unwanted();

    /** Time left; never negative. */
    Duration remaining();

    /**
     * Writes down that a part of a job that is made in parts is there, in the transaction that keeps it. What it cost is settled; its ticket, and the attempts
     * and recoveries that it took, are forgotten: none of them concerns the next part. The model that made it makes the rest.
     *
     * @param next the part that comes: the job is queued again, end with {@link JobRunner.Ended.GoesOn}; null if this attempt does what is left to do without a
     *     backend
     * @return false if the attempt is no longer current: throw, so that nothing of the transaction stays
     */
    boolean kept(Transaction tx, Part next);

    /**
     * Writes down that the whole clip is there and is not released yet, in the transaction that keeps it as the job's draft. What it cost is settled and its
     * ticket is forgotten: whoever takes the job up again has nothing to render. End with {@link JobRunner.Ended.Waiting} then.
     *
     * @param facts kept with the job until {@link #complete}, which replaces them
     * @return false if the attempt is no longer current: throw, so that nothing of the transaction stays
     */
    boolean drafted(Transaction tx, Map<String, String> facts);

    /**
     * Ends the job as completed, in the transaction that captures its credits and stores its assets.
     *
     * @param captured credits captured
     * @param expiresAt when its files are deleted, or null
     * @param facts at most 100 short entries
     * @return false if the attempt is no longer current: throw, so that nothing of the transaction stays
     */
    boolean complete(Transaction tx, long captured, Instant expiresAt, Map<String, String> facts);
}
