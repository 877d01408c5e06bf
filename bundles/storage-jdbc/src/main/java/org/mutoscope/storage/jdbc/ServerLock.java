package org.mutoscope.storage.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second platform off a PostgreSQL database: the queue and the leases of jobs are led by one process. It is an advisory lock of a session of its own, so
 * the server lets go of it when the process ends, however it ends. While the session is lost nothing is changed; it is taken up again
 * unless another platform was there meanwhile, for then what this one remembers is no longer true.
 */
final class ServerLock implements AutoCloseable {
    /** "mutoscop" in ASCII. Each database of a server has locks of its own. */
    static final long KEY = 0x6d75746f73636f70L;
    /** How its session is called in pg_stat_activity; the process follows. */
    static final String SESSION = "mutoscope lock, process ";

    private static final Logger LOG = LoggerFactory.getLogger(ServerLock.class);
    /** One that was just killed or stopped is given this time to vanish. */
    private static final String PATIENCE = "5s";

    private static final int ANSWER_SECONDS = 10;
    /** A machine without power keeps its session until the server has asked three times in vain. */
    private static final String KEEP_ALIVE =
            "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

    private final DataSource source;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(ServerLock::daemon);
    private Connection session;
    private long start;
    private boolean superseded;
    private volatile String lost;

    /**
     * Takes the lock, or fails if another platform has it.
     *
     * @param source connections that are called {@link #SESSION} and the process
     * @param where the database, for messages
     */
    ServerLock(DataSource source, String where) throws SQLException {
        this.source = source;
        session = source.getConnection();
        try (Statement statement = session.createStatement()) {
            statement.execute(KEEP_ALIVE + "; set lock_timeout = '" + PATIENCE + "'");
            statement.execute("select pg_advisory_lock(" + KEY + ")");
        } catch (SQLException e) {
            String holder = "55P03".equals(e.getSQLState()) ? holder().orElse("a session that cannot be seen") : null;
            session.close();
            if (holder == null) {
                throw e;
            }
            throw new StorageUnusable(
                    StorageUnusable.Why.IN_USE,
                    where + " is used by another platform (" + holder + "); stop that one, or give this one a database"
                            + " of its own with url in org.mutoscope.storage.jdbc.cfg",
                    e);
        }
    }

    /** Notes the start and keeps an eye on the session from now on. The tables must be there. */
    void watch() throws SQLException {
        start = number("insert into platform_start (at, platform) values (now(), '" + SESSION
                + ProcessHandle.current().pid() + "') returning n");
        watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** @throws Problem {@code storage_unavailable} while the lock is not held */
    void require() {
        obstacle().ifPresent(why -> {
            throw new Problem(Code.STORAGE_UNAVAILABLE, why);
        });
    }

    /** Why nothing may be changed now. */
    Optional<String> obstacle() {
        return Optional.ofNullable(lost);
    }

    private synchronized void look() {
        try {
            if (watch.isShutdown() || superseded || lost == null && session.isValid(ANSWER_SECONDS)) {
                return;
            }
            lost("the session that keeps other platforms off the database was lost; changes wait until it is back");
            session.close();
            session = source.getConnection();
            takeUp();
        } catch (SQLException e) {
            lost("the PostgreSQL server does not answer (" + e.getMessage() + "); changes wait until it does");
        }
    }

    private void takeUp() throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(KEEP_ALIVE);
        }
        boolean taken = number("select case when pg_try_advisory_lock(" + KEY + ") then 1 else 0 end") == 1;
        if (!taken) {
            holder().ifPresent(other -> lost("another platform has taken the database (" + other
                    + "); stop one of the two, then restart this one"));
        } else if (number("select max(n) from platform_start") != start) {
            superseded = true;
            lost("another platform has used the database meanwhile; restart this one");
            session.close(); // the other may come back
        } else {
            lost = null;
            LOG.info("the lock on the database is held again");
        }
    }

    private void lost(String why) {
        if (!why.equals(lost)) {
            LOG.error("{}", why);
        }
        lost = why;
    }

    /** Who has the lock; nobody that can be named while a session is just ending. */
    private Optional<String> holder() throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(
                        "select a.application_name, coalesce(host(a.client_addr), 'the server itself'), a.backend_start"
                                + " from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and"
                                + " l.granted and a.datname = current_database() and a.application_name like '"
                                + SESSION
                                + "%'")) {
            return row.next()
                    ? Optional.of(row.getString(1) + " on " + row.getString(2) + ", since " + row.getString(3))
                    : Optional.empty();
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            try {
                session.close();
            } catch (SQLException e) {
                LOG.debug("the session of the lock was gone already", e);
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mutoscope-storage-lock");
        thread.setDaemon(true);
        return thread;
    }
}
