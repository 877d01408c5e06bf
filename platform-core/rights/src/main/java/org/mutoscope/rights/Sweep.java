package org.mutoscope.rights;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends jobs that must not go on: their licence was taken back, their subject switched off, or a holder did not agree. What was decided is in
 * the tables, and this only looks: at once after each decision, at the start, and every few seconds for what came in between.
 */
final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final UnitOfWork storage;
    private final JobBoard board;
    private final Catalogue catalogue;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService thread;

    Sweep(UnitOfWork storage, JobBoard board, Catalogue catalogue) {
        this.storage = storage;
        this.catalogue = catalogue;
        this.board = board;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "mutoscope-rights");
            made.setDaemon(true);
            return made;
        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread = one;
    }

    void every(int seconds) {
        thread.scheduleWithFixedDelay(this::run, 0, seconds, TimeUnit.SECONDS);
    }

    /** Looks soon; returns at once. */
    void soon() {
        if (asked.compareAndSet(false, true) && !thread.isShutdown()) {
            thread.execute(this::run);
        }
    }

    void run() {
        asked.set(false);
        look();
        end(
                UseTable::withoutLicence,
                new Problem(
                        Code.LICENCE_REVOKED,
                        "A licence for something in this clip was taken back by its holder before the clip was made. Nothing was charged."));
        end(
                RemovalTable::going,
                new Problem(
                        Code.CLIP_REMOVED,
                        "The holder of something in this clip had it removed before it was made. Nothing was charged."));
        expire();
        end(
                ApprovalTable::refused,
                new Problem(
                        Code.APPROVAL_REFUSED,
                        "The holder of something in this clip did not agree to it. Nothing was charged."));
    }

    /** Those that were finished in the moment in which they were removed. */
    private void expire() {
        try {
            int expired = storage.write(RemovalTable::expire);
            if (expired > 0) {
                LOG.info("{} clips that were removed have been finished meanwhile; their files go now", expired);
            }
        } catch (RuntimeException e) {
            LOG.warn("clips that were removed are looked for again in a moment", e);
        }
    }

    private void look() {
        try {
            catalogue.look();
        } catch (RuntimeException e) {
            LOG.warn("names that came or went are looked for again in a moment", e);
        }
    }

    private void end(Function<Transaction, List<String>> which, Problem why) {
        try {
            for (String jobId : storage.read(which::apply)) {
                stop(jobId, why);
            }
        } catch (RuntimeException e) {
            LOG.warn("jobs without a licence are looked for again in a moment", e);
        }
    }

    /** One that cannot be ended keeps none of the others going. */
    private void stop(String jobId, Problem why) {
        try {
            if (board.stop(jobId, why)) {
                LOG.info("{} was ended: {}", jobId, why.wire());
            }
        } catch (RuntimeException e) {
            LOG.warn("{} is to be ended and was not; that is tried again in a moment", jobId, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
