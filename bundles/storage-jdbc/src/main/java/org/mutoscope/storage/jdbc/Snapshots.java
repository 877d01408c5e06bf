package org.mutoscope.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parallel reads of the embedded database, each on one consistent state. A read may see a change a few milliseconds before the flush that makes it
 * durable; whoever needs certainty takes what {@code write} returned.
 */
final class Snapshots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    /** H2's own isolation level, org.h2.engine.Constants.TRANSACTION_SNAPSHOT. */
    private static final int SNAPSHOT = 6;

    private static final long WAIT_SECONDS = 30;

    private final DataSource source;
    private final Clock clock;
    private final int most;
    private final Semaphore permits;
    private volatile boolean closed;
    private final ConcurrentLinkedDeque<Statements> idle = new ConcurrentLinkedDeque<>();

    Snapshots(DataSource source, Clock clock, int most) {
        this.source = source;
        this.clock = clock;
        this.most = most;
        this.permits = new Semaphore(most);
    }

    <T> T read(Work<T> work) {
        Nesting.enter();
        try {
            permit();
            try {
                return readPermitted(work);
            } finally {
                permits.release();
            }
        } finally {
            Nesting.leave();
        }
    }

    private <T> T readPermitted(Work<T> work) {
        Statements statements = borrow();
        JdbcTransaction tx = new JdbcTransaction(statements, clock.instant(), true);
        T value;
        try {
            value = work.in(tx);
            tx.end();
        } finally {
            giveBack(statements);
        }
        AfterCommit.run(tx.actions());
        return value;
    }

    private Statements borrow() {
        Statements known = idle.pollLast(); // the one used last has the warmest statements
        if (known != null) {
            return known;
        }
        try {
            return open();
        } catch (SQLException e) {
            throw SqlFaults.unavailable(e);
        }
    }

    private void giveBack(Statements statements) {
        try {
            statements.connection().rollback(); // lets go of the snapshot
            idle.addLast(statements);
        } catch (SQLException e) {
            LOG.warn("a connection for reading is broken and given up", e);
        }
    }

    private Statements open() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(SNAPSHOT);
        return new Statements(connection);
    }

    private void permit() {
        if (closed) {
            throw new Problem(Code.STORAGE_UNAVAILABLE, "the storage is closed; the platform is stopping");
        }
        if (!acquire(1)) {
            throw new Problem(Code.STORAGE_UNAVAILABLE, "too many reads at once; try again in a moment");
        }
    }

    /** Waits a while for reads under way and closes the connections; later reads are refused. */
    @Override
    public void close() throws SQLException {
        closed = true;
        if (!acquire(most)) {
            LOG.warn("a read still runs after {} s; the database is closed under it", WAIT_SECONDS);
        }
        for (Statements statements = idle.poll(); statements != null; statements = idle.poll()) {
            statements.connection().close();
        }
    }

    /** Waits for permits; an interrupt is kept for the caller and does not end the wait. */
    private boolean acquire(int count) {
        boolean interrupted = false;
        boolean got = false;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!got && System.nanoTime() < until) {
            try {
                got = permits.tryAcquire(count, until - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return got;
    }
}
