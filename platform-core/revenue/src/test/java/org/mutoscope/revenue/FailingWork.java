package org.mutoscope.revenue;

import java.util.Optional;
import org.mutoscope.core.storage.UnitOfWork;

/** Lets so many units of work that write through; the next one is durable, and then the program is gone. */
final class FailingWork implements UnitOfWork {
    private final UnitOfWork storage;
    private int left;

    FailingWork(UnitOfWork storage, int left) {
        this.storage = storage;
        this.left = left;
    }

    /** The program is gone. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public <T> T write(Work<T> work) {
        T done = storage.write(work);
        if (left-- == 0) {
            throw new Crash();
        }
        return done;
    }

    @Override
    public <T> T read(Work<T> work) {
        return storage.read(work);
    }

    @Override
    public Optional<String> obstacle() {
        return storage.obstacle();
    }
}
