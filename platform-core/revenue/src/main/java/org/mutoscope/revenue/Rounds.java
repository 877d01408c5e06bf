package org.mutoscope.revenue;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes over what is to be done: shares captures, takes back what was refunded, makes payable what was on hold long enough. One thread, so that no two rounds
 * meet; soon after something came in, and every few seconds for the rest. What it does not come to is in the tables and done by the next round.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Sharing sharing;
    private final Clawback clawback;
    private final Releasing releasing;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread;
    private volatile boolean begun;

    Rounds(Sharing sharing, Clawback clawback, Releasing releasing) {
        this.sharing = sharing;
        this.clawback = clawback;
        this.releasing = releasing;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "mutoscope-revenue");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void every(int seconds) {
        begun = true;
        thread.scheduleWithFixedDelay(this::run, seconds, seconds, TimeUnit.SECONDS);
        soon();
    }

    /** Goes soon; returns at once. Nothing before it has begun. */
    void soon() {
        if (begun && asked.compareAndSet(false, true) && !thread.isShutdown()) {
            thread.execute(this::run);
        }
    }

    /** Shares before it takes back, so that what was refunded before it was shared is taken back too; takes back before it releases. */
    synchronized void run() {
        asked.set(false);
        try {
            sharing.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            LOG.warn("sharing was broken off; the next round goes on", e);
        }
        step("taking back", clawback::run);
        step("releasing", releasing::run);
    }

    /** What fails does not keep the rest from being done. */
    private static void step(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} was broken off; the next round goes on", what, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
