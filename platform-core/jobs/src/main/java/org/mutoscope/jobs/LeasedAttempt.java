package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.storage.Transaction;

/** An attempt, as those on the road see it. */
final class LeasedAttempt implements Attempt {
    private final Grip grip;
    private final Run run;
    private final Desk desk;
    private final long begun;
    private final long deadline;
    private volatile boolean progressed;
    private volatile boolean told;

    LeasedAttempt(Grip grip, Run run, Desk desk) {
        this.grip = grip;
        this.run = run;
        this.desk = desk;
        this.begun = System.nanoTime();
        this.deadline = begun + desk.attemptDeadline().toNanos();
    }

    @Override
    public NewJob job() {
        return grip.job();
    }

    @Override
    public int number() {
        return grip.number();
    }

    @Override
    public long turn() {
        return grip.fence();
    }

    @Override
    public Optional<String> ticket() {
        told = true;
        return grip.ticket();
    }

    @Override
    public void remember(String ticket) {
        if (ticket.isEmpty() || ticket.length() > 2000) {
            throw new IllegalArgumentException("a ticket has 1 to 2,000 characters, not " + ticket.length());
        }
        StepTable.Mark mark = new StepTable.Mark(ticket, grip.backendId());
        boolean current = desk.storage().write(tx -> StepTable.remember(tx, grip.jobId(), grip.fence(), mark));
        if (!current) {
            throw new IllegalStateException("this attempt is no longer the current one of " + grip.jobId() + ": stop");
        }
    }

    @Override
    public void cost(UpstreamCost cost, boolean settled) {
        CostTable.Wish word = new CostTable.Wish(
                grip.jobId(), grip.number(), grip.backendId(), grip.job().model(), cost);
        Allowance allowance = Allowance.of(run.place().seat().capabilities);
        desk.storage().write(tx -> {
            desk.spending().said(tx, word, allowance, settled);
            return null;
        });
    }

    @Override
    public void paid(Transaction tx, String service, String what, UpstreamCost cost) {
        desk.spending().paid(tx, new CostTable.Wish(grip.jobId(), grip.number(), service, what, cost));
    }

    @Override
    public void progress(double fraction, String phase) {
        progressed = true;
        if (!run.stopped() && desk.live().update(grip.jobId(), fraction, phase)) {
            desk.watchers().changed(grip.jobId());
        }
    }

    /** Whether its backend knows of what an earlier attempt left, if there is anything. */
    boolean told() {
        return told || grip.ticket().isEmpty();
    }

    /** Whether anything was heard of it. */
    boolean progressed() {
        return progressed;
    }

    @Override
    public boolean cancelled() {
        return run.stopped();
    }

    @Override
    public boolean unwanted() {
        return run.unwanted();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public boolean kept(Transaction tx, Part next) {
        if (!Parts.made(tx, grip, next)) {
            return false;
        }
        desk.spending().made(tx, grip.jobId());
        if (next == null) {
            tx.afterCommit(run::onlyItsModel);
        } else {
            Instant now = tx.now();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            tx.afterCommit(() -> desk.meter().made(now, took, 0));
        }
        return true;
    }

    @Override
    public boolean drafted(Transaction tx, Map<String, String> facts) {
        if (!StepTable.current(tx, grip.jobId(), grip.fence()) || !JobTable.drafted(tx, grip.jobId(), facts)) {
            return false;
        }
        desk.spending().completed(tx, grip.jobId());
        StepTable.forget(tx, grip.jobId());
        Instant now = tx.now();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        tx.afterCommit(() -> desk.meter().made(now, took, 0));
        return true;
    }

    @Override
    public boolean complete(Transaction tx, long captured, Instant expiresAt, Map<String, String> facts) {
        String id = grip.jobId();
        if (!StepTable.current(tx, id, grip.fence())
                || !JobTable.complete(tx, id, captured, expiresAt, facts)
                || !StepTable.done(tx, id, grip.fence())) {
            return false;
        }
        desk.spending().completed(tx, id);
        Story.note(tx, id, "completed", captured + " credits captured");
        Story.tell(tx, grip.job(), "job.completed");
        Instant now = tx.now();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        tx.afterCommit(() -> {
            desk.meter().made(now, took, captured);
            desk.ended(id);
        });
        return true;
    }
}
