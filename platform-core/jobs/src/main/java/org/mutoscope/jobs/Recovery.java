package org.mutoscope.jobs;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up jobs of which nothing is heard any more: after a crash, or when a lease ran out. No attempt is charged, but it is counted. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Desk desk;

    Recovery(Desk desk) {
        this.desk = desk;
    }

    /** Takes every leased step back: no attempt of an earlier process is alive. Call it before anything is dispatched. */
    int atStart() {
        List<StepTable.Step> left = desk.storage().read(tx -> StepTable.leased(tx, null));
        left.forEach(step -> desk.storage().write(tx -> takeUp(tx, step)));
        if (!left.isEmpty()) {
            LOG.info("{} jobs were under way when the platform ended; their holds and tickets are kept", left.size());
        }
        return left.size();
    }

    /** Takes one step back. @return whether the job goes on */
    boolean takeUp(Transaction tx, StepTable.Step step) {
        return step.recoveries() >= desk.config().recoveries() ? giveUp(tx, step) : goOn(tx, step);
    }

    private boolean goOn(Transaction tx, StepTable.Step step) {
        if (!JobTable.returned(tx, step.jobId(), JobState.QUEUED, null, true)
                || !StepTable.recover(tx, step, "READY")) {
            throw new IllegalStateException(step.jobId() + " was leased and its job not in progress");
        }
        Story.note(
                tx,
                step.jobId(),
                "recovered",
                "found half done, time " + (step.recoveries() + 1) + "; no attempt is charged");
        if (step.ticket() != null && desk.spending().metered(tx, step.jobId(), step.backend())) {
            String why = step.backend() + " had begun it, and is asked again; no other is";
            JobTable.doubt(tx, step.jobId(), why);
            Story.note(tx, step.jobId(), "in_doubt", why);
        }
        return true;
    }

    private boolean giveUp(Transaction tx, StepTable.Step step) {
        String detail = "found half done " + (step.recoveries() + 1) + " times: it may be what ends the platform";
        Fault fault = new Fault(
                Code.BACKEND_FAILED.wire(),
                "The clip could not be made: it was interrupted too often. Nothing was charged.",
                detail);
        JobTable.end(tx, step.jobId(), JobState.FAILED, fault);
        StepTable.recover(tx, step, "FAILED");
        desk.ledger().release(tx, step.jobId(), "failed: interrupted too often");
        desk.spending().ended(tx, step.jobId(), step.ticket() != null);
        Story.note(tx, step.jobId(), "failed", detail);
        JobTable.find(tx, step.jobId()).ifPresent(job -> Story.tell(tx, job.asked(), "job.failed"));
        tx.afterCommit(() -> desk.ended(step.jobId()));
        return false;
    }

    /** Ends jobs that have been in doubt for too long. */
    void endDoubts() {
        Instant before =
                desk.storage().read(Transaction::now).minusSeconds(desk.config().in_doubt_hours() * 3600L);
        List<String> old = desk.storage()
                .read(tx -> tx.query(
                        "select j.id from job j where j.state = 'IN_DOUBT'"
                                + " and exists (select 1 from job_note n where n.job_id = j.id and n.what = 'in_doubt' and n.at < ?"
                                + " and not exists (select 1 from job_note m where m.job_id = j.id and m.what = 'shot_made' and m.seq > n.seq))",
                        row -> row.text("id"),
                        before));
        old.forEach(id -> desk.storage().write(tx -> endDoubt(tx, id)));
    }

    /** Counts as spent what services may have taken for jobs that ended long ago and of which no last word came. */
    void writeOff() {
        if (!desk.spending().active()) {
            return;
        }
        Instant before =
                desk.storage().read(Transaction::now).minusSeconds(desk.config().in_doubt_hours() * 3600L);
        List<String> old = desk.storage()
                .read(tx -> tx.query(
                        "select j.id from upstream_cost u join job j on j.id = u.job_id"
                                + " where u.state = 'IN_DOUBT' and j.ended_at < ? fetch first 200 rows only",
                        row -> row.text("id"),
                        before));
        old.forEach(id -> desk.storage().write(tx -> {
            desk.spending().writtenOff(tx, id);
            return null;
        }));
    }

    private boolean endDoubt(Transaction tx, String jobId) {
        Fault fault = new Fault(
                Code.TIMED_OUT.wire(),
                "Whether the clip was made could not be found out. Nothing was charged.",
                "in doubt for too long");
        if (!JobTable.endIf(tx, jobId, JobState.IN_DOUBT, fault)) {
            return false;
        }
        StepTable.cancel(tx, jobId);
        desk.ledger().release(tx, jobId, "failed: in doubt for too long");
        desk.spending().writtenOff(tx, jobId);
        Story.note(
                tx,
                jobId,
                "failed",
                "in doubt for " + desk.config().in_doubt_hours() + " hours; the backend may have made it for nothing");
        JobTable.find(tx, jobId).ifPresent(job -> Story.tell(tx, job.asked(), "job.failed"));
        tx.afterCommit(() -> desk.ended(jobId));
        return true;
    }
}
