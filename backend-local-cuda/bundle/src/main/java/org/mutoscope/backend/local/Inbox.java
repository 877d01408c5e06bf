package org.mutoscope.backend.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.mutoscope.worker.wire.Message;

/**
 * What a worker said and the rendering thread has not yet heard. Holds two messages: a reader that is ahead waits, so the worker waits, so memory stays
 * bounded while the encoder is behind. Thread-safe.
 */
final class Inbox {
    private static final int CAPACITY = 2;

    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private WorkerFault end;

    /** Waits for room. Drops the message once the inbox is closed. */
    synchronized void put(Message message) throws InterruptedException {
        while (messages.size() >= CAPACITY && end == null) {
            wait();
        }
        if (end == null) {
            messages.add(message);
            notifyAll();
        }
    }

    /** Whether the next {@link #put} would wait: then silence is the listener's doing, not the worker's. */
    synchronized boolean full() {
        return messages.size() >= CAPACITY;
    }

    /** Nothing more will come; what is there can still be taken. The first reason counts. */
    synchronized void close(WorkerFault reason) {
        if (end == null) {
            end = reason;
        }
        notifyAll();
    }

    /** Why nothing more will come, if so. */
    synchronized Optional<WorkerFault> end() {
        return Optional.ofNullable(end);
    }

    /** Waits for the next message. @throws WorkerFault if none will come */
    synchronized Message take() throws InterruptedException, WorkerFault {
        while (messages.isEmpty() && end == null) {
            wait();
        }
        return poll();
    }

    /** Waits for the next message, at most so long. @throws WorkerFault if none will come */
    synchronized Optional<Message> take(Duration patience) throws InterruptedException, WorkerFault {
        long deadline = System.nanoTime() + patience.toNanos();
        while (messages.isEmpty() && end == null) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return Optional.empty();
            }
            wait(millis);
        }
        return Optional.of(poll());
    }

    /** Waits until nothing more will come. */
    synchronized WorkerFault awaitEnd() throws InterruptedException {
        while (end == null) {
            wait();
        }
        return end;
    }

    private Message poll() throws WorkerFault {
        if (messages.isEmpty()) {
            throw end;
        }
        notifyAll();
        return messages.remove();
    }
}
