package org.mutoscope.review;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.Reviews.State;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.review.ReviewTable.Line;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what nobody looked at in time and what was refused, and leaves what has ended otherwise. Looks every few seconds; what was decided is in the table. */
final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Office office;
    private final ScheduledExecutorService thread;

    Sweep(Office office) {
        this.office = office;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "mutoscope-review");
            made.setDaemon(true);
            return made;
        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread = one;
    }

    void every(int seconds) {
        thread.scheduleWithFixedDelay(this::run, 0, seconds, TimeUnit.SECONDS);
    }

    void run() {
        leaveEnded();
        each(ReviewTable::late, this::expire);
        each(ReviewTable::expiredAndGoing, this::stop);
        each(ReviewTable::refusedAndGoing, office::end);
        try {
            office.storage().write(tx -> {
                Duration kept = Duration.ofDays(office.settings().get().appeal_days());
                ReviewTable.forget(tx, tx.now().minus(kept));
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("the review desk is tidied in a moment", e);
        }
    }

    /** First, so that what has ended otherwise is not said to have been late. */
    private void leaveEnded() {
        try {
            office.storage().write(tx -> {
                ReviewTable.leaveEnded(tx);
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("orders that have ended otherwise are left in a moment", e);
        }
    }

    /** The row first: what a reviewer has just allowed goes on. Should the process end before the job does, it is found again. */
    private void expire(Line line) {
        if (line.state() == State.APPEALED) {
            office.storage().write(tx -> {
                ReviewTable.appealOver(tx, line.jobId());
                return null;
            });
            return;
        }
        if (office.storage().write(tx -> ReviewTable.end(tx, line.jobId(), State.OPEN, State.EXPIRED))) {
            stop(line);
        }
    }

    private void stop(Line line) {
        office.board()
                .stop(
                        line.jobId(),
                        new Problem(
                                Code.REVIEW_EXPIRED,
                                "A person had to look at it first, and nobody did in time. Nothing was charged; send it again, or in other words."));
    }

    private void each(Function<Transaction, List<Line>> which, Consumer<Line> what) {
        try {
            for (Line line : office.storage().read(which::apply)) {
                one(line, what);
            }
        } catch (RuntimeException e) {
            LOG.warn("orders on the review desk are looked at again in a moment", e);
        }
    }

    /** One that cannot be ended keeps none of the others. */
    private static void one(Line line, Consumer<Line> what) {
        try {
            what.accept(line);
        } catch (RuntimeException e) {
            LOG.warn("{} is to be ended and was not; that is tried again in a moment", line.jobId(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
