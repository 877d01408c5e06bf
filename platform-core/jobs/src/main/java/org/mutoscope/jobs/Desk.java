package org.mutoscope.jobs;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of this bundle work with. */
record Desk(
        UnitOfWork storage,
        Ledger ledger,
        Supplier<JobsConfig> settings,
        ScheduledExecutorService clock,
        LiveProgress live,
        Watchers watchers,
        Meter meter,
        Spending spending,
        JobTraces traces) {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    JobsConfig config() {
        return settings.get();
    }

    Duration attemptDeadline() {
        return Duration.ofSeconds(config().attempt_deadline_seconds());
    }

    /** A job has ended: nothing of it stays in memory. */
    void ended(String jobId) {
        live.forget(jobId);
        watchers.changed(jobId);
        traces.forget(jobId);
        if (traces.on()) {
            tell(jobId);
        }
    }

    /** On another thread: this one may be the only one that writes. */
    private void tell(String jobId) {
        try {
            clock.execute(() -> storage.read(tx -> JobTable.find(tx, jobId)).ifPresent(traces::ended));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has ended with the platform, and its trace lacks the end", jobId);
        }
    }
}
