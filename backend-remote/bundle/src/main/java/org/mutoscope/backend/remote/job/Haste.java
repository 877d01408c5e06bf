package org.mutoscope.backend.remote.job;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Work that has to be over soon, on a thread that was interrupted already and will not be again: it is interrupted by us when its time is up. */
final class Haste {
    private final Thread thread = Thread.currentThread();
    private boolean over;

    private Haste() {}

    /** Something that heeds an interrupt. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** @return whether it was done in time */
    static boolean within(Duration most, Work work) {
        Haste haste = new Haste();
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(
                haste::ring, CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS));
        try {
            work.run();
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            alarm.cancel(false);
            haste.end();
        }
    }

    private synchronized void ring() {
        if (!over) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        over = true;
        Thread.interrupted(); // ours, if it came at the last moment
    }
}
