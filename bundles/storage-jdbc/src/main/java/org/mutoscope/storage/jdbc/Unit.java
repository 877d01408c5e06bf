package org.mutoscope.storage.jdbc;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.mutoscope.core.storage.UnitOfWork.Work;

/** A unit of work on its way through the writer; its caller waits for the answer. */
final class Unit<T> {
    private final Work<T> work;
    private final CountDownLatch answered = new CountDownLatch(1);
    private T value;
    private Throwable error;
    private List<Runnable> actions = List.of();

    Unit(Work<T> work) {
        this.work = work;
    }

    /** Does the work; false if it must be undone. Called by the writer. */
    boolean run(JdbcTransaction tx) {
        try {
            value = work.in(tx);
            tx.end();
            actions = tx.actions();
            return true;
        } catch (Throwable t) { // an Error is the caller's too: the writer serves all others
            error = t;
            return false;
        }
    }

    /** Lets the caller go on: what was done is durable. */
    void answer() {
        answered.countDown();
    }

    /** Lets the caller go on with a fault: nothing was done. */
    void fail(RuntimeException fault) {
        error = fault;
        actions = List.of();
        answered.countDown();
    }

    /** Waits for the answer. An interrupt does not end the wait, since the outcome must be known, but is kept. */
    T await() {
        boolean interrupted = false;
        while (true) {
            try {
                answered.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (error instanceof RuntimeException) {
            throw (RuntimeException) error;
        }
        if (error != null) {
            throw (Error) error;
        }
        AfterCommit.run(actions);
        return value;
    }
}
