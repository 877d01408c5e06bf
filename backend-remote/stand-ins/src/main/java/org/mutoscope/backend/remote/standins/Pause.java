package org.mutoscope.backend.remote.standins;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where slow answers wait: for a time, and no longer than until somebody wakes them all. Safe for use by several threads. */
final class Pause {
    private volatile CountDownLatch sleepers = new CountDownLatch(1);

    /** Waits. @return false if it was woken before the time */
    boolean hold(long millis) {
        try {
            return !sleepers.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is closing
            return false;
        }
    }

    void wake() {
        CountDownLatch old = sleepers;
        sleepers = new CountDownLatch(1);
        old.countDown();
    }
}
