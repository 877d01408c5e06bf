package org.mutoscope.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
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
    private final HikariDataSource pool;
    private final Clock clock;
    private volatile String obstacle;

    ServerStorage(StorageSettings settings, Driver driver, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.pool = open(settings, driver);
        try {
            new Schema(pool, SchemaBackup.NONE).migrate("put a dump back with pg_restore");
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    @Override
    public <T> T write(Work<T> work) {
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
            on(attempt::write);
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

    /** What hindered the newest unit of work; gone with the next one that succeeds. */
    @Override
    public Optional<String> obstacle() {
        return pool.isClosed() ? Optional.of("the storage is closed") : Optional.ofNullable(obstacle);
    }

    @Override
    public String copyInto(Path folder) throws IOException {
        throw new IOException("a PostgreSQL database is copied by its own tools: pg_dump --format=custom --file="
                + folder.resolve("mutoscope.dump") + " --dbname=<the database of " + settings
                + ">; put it back with pg_restore");
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource open(StorageSettings settings, Driver driver) {
        Properties login = new Properties();
        login.setProperty("user", settings.user());
        login.setProperty("password", settings.password());
        login.setProperty("ApplicationName", "mutoscope");
        login.setProperty(
                "connectTimeout", "10"); // seconds, like the next: a dead network must not hold a thread for ever
        login.setProperty("socketTimeout", "60");
        login.setProperty("tcpKeepAlive", "true");
        HikariConfig config = new HikariConfig();
        config.setPoolName("mutoscope");
        config.setDataSource(new DriverDataSource(driver, settings.url(), login));
        config.setAutoCommit(true); // units of work switch it off; Flyway wants it on
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(Math.min(2, settings.connections())); // more come when they are needed
        config.setConnectionTimeout(10_000);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new StorageUnusable(
                    "no connection to " + settings + " (" + e.getMessage()
                            + "); start the server, or correct url, user and password in org.mutoscope.storage.jdbc.cfg",
                    e);
        }
    }

    private interface Step {
        void on(Connection connection) throws SQLException;
    }
}
