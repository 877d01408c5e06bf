package org.mutoscope.core.storage;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs work on the database. What {@link #write} returned is durable: it survives a kill of the process and, on the
 * embedded database, a power cut. Safe for use by any number of threads.
 *
 * <p>Work must be short, must not wait for anything but the database and may be run more than once: it has no effect but through
 * its {@link Transaction}. A {@link RuntimeException} from the work undoes it alone and reaches the caller unchanged. Never call one from inside another.
 */
@ProviderType
public interface UnitOfWork {
    /**
     * Runs work that changes something.
     *
     * @throws org.mutoscope.core.problem.Problem {@code storage_unavailable} if nothing can be written now (disk full, database gone,
     *     too many waiting); then nothing was changed
     */
    <T> T write(Work<T> work);

    /** Runs work that only reads, on one consistent state. */
    <T> T read(Work<T> work);

    /** Why nothing can be written now, for the operator; empty when all is well. */
    java.util.Optional<String> obstacle();

    /** Something to do with a transaction. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T in(Transaction tx);
    }
}
