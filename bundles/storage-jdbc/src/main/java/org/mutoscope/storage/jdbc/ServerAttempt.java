package org.mutoscope.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork.Work;

/** One try at a unit of work on one connection of the pool. */
final class ServerAttempt<T> {
    private final Work<T> work;
    private final Clock clock;
    private final boolean careful;
    private ServerTransaction tx;
    private T value;
    private RuntimeException error;
    private boolean met;

    /** @param careful put a savepoint before every change */
    ServerAttempt(Work<T> work, Clock clock, boolean careful) {
        this.work = work;
        this.clock = clock;
        this.careful = careful;
    }

    /** @param before throws if nothing may be changed any more; asked at the last moment, for work can take its time */
    void write(Connection connection, Runnable before) throws SQLException {
        connection.setAutoCommit(false);
        run(connection, false);
        if (error == null && !again()) {
            before.run();
            commit(connection);
        } else {
            connection.rollback();
        }
    }

    void read(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read read only");
        }
        run(connection, true);
        connection.rollback();
    }

    /** Whether the same work must be done once more. */
    boolean again() {
        return met || tx.met() || tx.wantsCare();
    }

    /** Whether the next try must put a savepoint before every change. */
    boolean carefully() {
        return tx.wantsCare();
    }

    /** What the work gave back, or its exception. */
    T value() {
        if (error != null) {
            throw error;
        }
        return value;
    }

    List<Runnable> actions() {
        return error == null ? tx.actions() : List.of();
    }

    private void run(Connection connection, boolean readOnly) {
        error = null; // of a connection that was dead
        tx = new ServerTransaction(connection, clock.instant(), readOnly, careful);
        try {
            value = work.in(tx);
            tx.end();
        } catch (RuntimeException e) {
            error = e;
        }
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlFaults.isTransient(e)) {
                met = true;
            } else if (SqlFaults.isGone(e)) {
                throw new Problem(
                        Code.STORAGE_UNAVAILABLE,
                        "the database went away while saving and it is not known whether the change was kept; look before asking again",
                        null,
                        e);
            } else {
                error = SqlFaults.named("commit", e);
            }
        }
    }
}
