package org.mutoscope.consent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys what is to be destroyed: at once after each decision, at the start, and every few seconds. What was decided is in the tables and this only looks, so that a platform
 * that ends in between goes on where it was: files first, then the row that says so.
 */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final int AT_ONCE = 100;
    private static final int CHALLENGE_DAYS = 2;

    private final UnitOfWork storage;
    private final Safe safe;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService thread;

    Chores(UnitOfWork storage, Safe safe) {
        this.storage = storage;
        this.safe = safe;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "mutoscope-consent");
            made.setDaemon(true);
            return made;
        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread = one;
    }

    /** Begins, with what the process before left. */
    void every(int seconds) {
        thread.execute(this::orphans);
        thread.scheduleWithFixedDelay(this::run, 0, seconds, TimeUnit.SECONDS);
    }

    /** Looks soon; returns at once. */
    void soon() {
        if (asked.compareAndSet(false, true) && !thread.isShutdown()) {
            thread.execute(this::run);
        }
    }

    synchronized void run() {
        asked.set(false);
        try {
            storage.read(tx -> EnrolmentTable.due(tx, AT_ONCE)).forEach(this::destroy);
            storage.read(tx -> EnrolmentTable.recordingsDue(tx, AT_ONCE)).forEach(this::drop);
            storage.write(tx ->
                    ChallengeTable.delete(tx, tx.now().minus(CHALLENGE_DAYS, java.time.temporal.ChronoUnit.DAYS)));
        } catch (RuntimeException e) {
            LOG.warn("what people took back is looked for again in a moment", e);
        }
    }

    /** What a process sealed that ended before it wrote down so. Nobody seals anything yet. */
    void orphans() {
        try {
            List<String> ids = safe.ids();
            for (String id : ids) {
                if (!storage.read(tx -> EnrolmentTable.kept(tx, id))) {
                    safe.destroy(id);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("what an earlier run left is looked for at the next start", e);
        }
    }

    private void destroy(String id) {
        try {
            safe.destroy(id);
            storage.write(tx -> {
                EnrolmentTable.destroyed(tx, id);
                return null;
            });
            LOG.info("key, recording and template of {} were destroyed", id);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} is to be destroyed and was not; that is tried again in a moment", id, e);
        }
    }

    private void drop(String id) {
        try {
            safe.drop(id, Safe.RECORDING);
            storage.write(tx -> {
                EnrolmentTable.recordingGone(tx, id);
                return null;
            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("the recording of {} is to be deleted and was not; that is tried again in a moment", id, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
