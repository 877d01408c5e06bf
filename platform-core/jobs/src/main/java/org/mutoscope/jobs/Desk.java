package org.mutoscope.jobs;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.UnitOfWork;

/** What the parts of this bundle work with. */
record Desk(
        UnitOfWork storage,
        Ledger ledger,
        Supplier<JobsConfig> settings,
        ScheduledExecutorService clock,
        LiveProgress live,
        Watchers watchers,
        Meter meter,
        Spending spending) {
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
    }
}
