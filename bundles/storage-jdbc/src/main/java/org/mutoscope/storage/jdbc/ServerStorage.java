package org.mutoscope.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * PostgreSQL: a pool of connections, READ COMMITTED, row locks where the work asks for them. A unit of work that meets another is done again.
 */
final class ServerStorage implements Storage {
    private static final int MOST_TRIES = 20;
    private static final int MOST_DEAD = 2;

    private final StorageSettings settings;
    private final ServerLock lock;
    private final HikariDataSource pool;
    private final Clock clock;
    private volatile String obstacle;

    ServerStorage(StorageSettings settings, Driver driver, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        ServerConnections connections = new ServerConnections(settings, driver);
        HikariDataSource opened = null;
        ServerLock taken = null;
        try {
            taken = new ServerLock(
                    connections.single(
                            ServerLock.SESSION + ProcessHandle.current().pid()),
                    settings.toString());
            opened = connections.pool();
            new Schema(opened, SchemaBackup.NONE).migrate("put a dump back with pg_restore");
            taken.watch();
        } catch (SQLException | RuntimeException e) {
            close(opened, taken);
            throw e instanceof StorageUnusable ? (StorageUnusable) e : connections.refused(e);
        }
        this.pool = opened;
        this.lock = taken;
    }

    @Override
    public <T> T write(Work<T> work) {
        lock.require();
        Nesting.enter();
        ServerAttempt<T> attempt;
        try {
            attempt = attempts(work);
        } finally {
            Nesting.leave();
        }
        AfterCommit.run(attempt.actions());
        return attempt.value();
    }

    private <T> ServerAttempt<T> attempts(Work<T> work) {
        boolean careful = false;
        for (int n = 1; n <= MOST_TRIES; n++) {
            ServerAttempt<T> attempt = new ServerAttempt<>(work, clock, careful);
            on(connection -> attempt.write(connection, lock::require));
            if (!attempt.again()) {
                return attempt;
            }
            careful |= attempt.carefully();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(n, 6)));
        }
        throw new Problem(
                Code.STORAGE_UNAVAILABLE,
                "others changed the same rows again and again; nothing was changed, try again");
    }

    @Override
    public <T> T read(Work<T> work) {
        Nesting.enter();
        ServerAttempt<T> attempt = new ServerAttempt<>(work, clock, false);
        try {
            on(attempt::read);
        } finally {
            Nesting.leave();
        }
        AfterCommit.run(attempt.actions());
        return attempt.value();
    }

    /**
     * Does a step on a connection. One that turns out to be dead, as all are after a restart of the server, is replaced: before its commit nothing has happened.
     */
    private void on(Step step) {
        for (int dead = 0; ; dead++) {
            Connection connection = connection();
            try (connection) {
                step.on(connection);
                obstacle = null;
                return;
            } catch (SQLException e) {
                if (dead == MOST_DEAD || !SqlFaults.isGone(e)) {
                    throw hindered(e);
                }
                pool.getHikariPoolMXBean().softEvictConnections();
            }
        }
    }

    private Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw hindered(e);
        }
    }

    private Problem hindered(SQLException e) {
        obstacle = "the PostgreSQL server does not answer (" + e.getMessage()
                + "); start it or correct url in org.mutoscope.storage.jdbc.cfg";
        return SqlFaults.unavailable(e);
    }

    /** That the database is not ours at the moment, or what hindered the newest unit of work; that is gone with the next one that succeeds. */
    @Override
    public Optional<String> obstacle() {
        return pool.isClosed()
                ? Optional.of("the storage is closed")
                : lock.obstacle().or(() -> Optional.ofNullable(obstacle));
    }

    @Override
    public String copyInto(Path folder) throws IOException {
        throw new IOException("the database, " + settings + ", is copied by its own tools:"
                + " pg_dump --format=custom --file=mutoscope.dump --dbname=DATABASE;"
                + " docs/operate/backup-and-restore.md says the rest");
    }

    @Override
    public void close() {
        close(pool, lock);
    }

    /** The lock last: until the pool is closed something may still be written. */
    private static void close(HikariDataSource pool, ServerLock lock) {
        if (pool != null) {
            pool.close();
        }
        if (lock != null) {
            lock.close();
        }
    }

    private interface Step {
        void on(Connection connection) throws SQLException;
    }
}
