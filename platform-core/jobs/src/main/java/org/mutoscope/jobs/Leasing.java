package org.mutoscope.jobs;

import java.time.Duration;
import java.util.Optional;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.storage.Transaction;

/** Takes a job for an attempt: state, fence and the first line of its story in one transaction. */
final class Leasing {
    /** How much longer than an attempt its lease lasts: time to write down how it ended. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    private final Desk desk;

    Leasing(Desk desk) {
        this.desk = desk;
    }

    /** @return empty if the job has ended or somebody else has it */
    Optional<Grip> begin(String jobId, BackendPool.Place place) {
        Optional<Grip> grip = desk.storage().write(tx -> take(tx, jobId, place));
        grip.ifPresent(g -> desk.watchers().changed(jobId));
        return grip;
    }

    private Optional<Grip> take(Transaction tx, String jobId, BackendPool.Place place) {
        Optional<StepTable.Step> step =
                StepTable.find(tx, jobId).filter(s -> s.state().equals("READY"));
        Optional<Job> job = JobTable.findShown(tx, jobId);
        if (step.isEmpty()
                || job.isEmpty()
                || !JobTable.begin(tx, jobId, place.seat().name())) {
            return Optional.empty();
        }
        Optional<Long> fence = StepTable.lease(
                tx, step.get(), tx.now().plus(desk.attemptDeadline()).plus(MARGIN));
        if (fence.isEmpty()) {
            throw new IllegalStateException(
                    "job " + jobId + " was ready and its step was not"); // undoes the change of the job
        }
        Grip grip = new Grip(
                job.get().asked(),
                step.get(),
                fence.get(),
                job.get().begun(),
                place.seat().offered.id());
        Story.note(tx, jobId, "dispatched", "attempt " + grip.number() + " to " + place.why());
        if (step.get().ticket() != null && grip.ticket().isEmpty()) {
            Story.note(
                    tx,
                    jobId,
                    "ticket_left",
                    "the ticket of " + step.get().backend() + " is of no use to " + grip.backendId());
        }
        return Optional.of(grip);
    }
}
