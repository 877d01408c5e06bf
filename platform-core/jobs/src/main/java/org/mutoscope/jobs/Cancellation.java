package org.mutoscope.jobs;

import java.util.Optional;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** Ends jobs that nobody wants any more: state and credits first, durably, then the backend. */
final class Cancellation {
    /** How long to wait for the backend, so that whoever cancels finds it idle. */
    private static final long PATIENCE_MILLIS = 1000;

    private static final Fault FAULT =
            new Fault(Code.CANCELLED.wire(), "The job was cancelled. Nothing was charged.", "");

    private final Desk desk;
    private final FairQueue queue;
    private final Dispatcher dispatcher;

    Cancellation(Desk desk, FairQueue queue, Dispatcher dispatcher) {
        this.desk = desk;
        this.queue = queue;
        this.dispatcher = dispatcher;
    }

    Job cancel(String jobId) {
        Job job = desk.storage().write(tx -> {
            if (!end(tx, jobId, FAULT)) {
                Job as = JobTable.findShown(tx, jobId).orElseThrow(() -> absent(jobId));
                throw new Problem(
                        Code.JOB_ALREADY_ENDED,
                        "Job " + jobId + " is " + as.state().word() + " and can no longer be cancelled.");
            }
            return JobTable.find(tx, jobId).orElseThrow();
        });
        stop(jobId);
        return job;
    }

    void delete(String jobId) {
        boolean ended = desk.storage().write(tx -> {
            boolean cancelled = end(tx, jobId, FAULT);
            if (JobTable.hide(tx, jobId)) {
                Story.note(tx, jobId, "deleted", "");
            }
            return cancelled;
        });
        if (ended) {
            stop(jobId);
        }
    }

    /** Ends it for a reason of the platform's. @return false if it has ended or is gone */
    boolean stop(String jobId, Fault why) {
        boolean ended = desk.storage().write(tx -> end(tx, jobId, why));
        if (ended) {
            stop(jobId);
        }
        return ended;
    }

    private boolean end(Transaction tx, String jobId, Fault why) {
        Optional<Job> job = JobTable.findShown(tx, jobId);
        if (job.isEmpty() || !JobTable.end(tx, jobId, JobState.CANCELLED, why)) {
            return false;
        }
        boolean asked = StepTable.find(tx, jobId).map(StepTable.Step::ticket).isPresent();
        StepTable.cancel(tx, jobId);
        desk.ledger().release(tx, jobId, "cancelled");
        desk.spending().ended(tx, jobId, asked); // a service that was asked may charge until it says otherwise
        String cause = why.equals(FAULT) ? "" : "; " + why.code();
        Story.note(tx, jobId, "cancelled", "while " + job.get().state().word() + cause);
        Story.tell(tx, job.get().asked(), "job.cancelled");
        tx.afterCommit(() -> desk.ended(jobId));
        return true;
    }

    private void stop(String jobId) {
        queue.remove(jobId);
        dispatcher.returns().forget(jobId);
        Optional<Run> run = dispatcher.running(jobId).filter(Run::cancel);
        if (run.isEmpty()) {
            dispatcher.farewells().of(jobId);
        }
        try {
            if (run.isPresent()) {
                run.get().awaitOffTheRoad(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Problem absent(String jobId) {
        return new Problem(Code.VIDEO_NOT_FOUND, "There is no job " + Text.cut(jobId, 64) + ".");
    }
}
