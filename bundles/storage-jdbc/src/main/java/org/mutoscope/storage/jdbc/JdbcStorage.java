package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Driver;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mutoscope.core.storage.Backups;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * The storage as plain Java, migrated and ready when it is made. Thread-safe.
 *
 * <p>For the tests of another module: depend on {@code mutoscope-storage-jdbc} in test scope (it brings H2, Flyway and the rest) and on some slf4j binding, then
 *
 * <pre>{@code
 * @TempDir Path data;
 * try (JdbcStorage storage = JdbcStorage.open(data, clock)) {
 *     long id = storage.write(tx -> tx.insert("seq", "insert into audit (at, act, subject) values (?, ?, ?)", tx.now(), "TEST", "x"));
 * }
 * }</pre>
 */
public final class JdbcStorage implements UnitOfWork, Backups, AutoCloseable {
    private final Storage storage;
    private final AtomicBoolean closed = new AtomicBoolean();

    private JdbcStorage(Storage storage) {
        this.storage = storage;
    }

    /**
     * Opens the embedded database below a data folder, made where it is missing.
     *
     * @throws StorageUnusable if it cannot be opened
     */
    public static JdbcStorage open(Path dataFolder, Clock clock) {
        return open(StorageSettings.embedded(dataFolder), clock);
    }

    /** Opens a database with the driver of the class path. */
    public static JdbcStorage open(StorageSettings settings, Clock clock) {
        return open(settings, DriverDataSource.fromClassPath(settings.engine()), clock);
    }

    /** Opens a database with a given driver, as OSGi has it. */
    static JdbcStorage open(StorageSettings settings, Driver driver, Clock clock) {
        return new JdbcStorage(
                settings.engine() == Engine.H2
                        ? new EmbeddedStorage(settings, driver, clock)
                        : new ServerStorage(settings, driver, clock));
    }

    @Override
    public <T> T write(Work<T> work) {
        return storage.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return storage.read(work);
    }

    @Override
    public Optional<String> obstacle() {
        return storage.obstacle();
    }

    @Override
    public String copyInto(Path folder) throws IOException {
        return storage.copyInto(folder);
    }

    /** Ends work under way and lets go of the database; work handed in later is answered with {@code storage_unavailable}. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            storage.close();
        }
    }
}
