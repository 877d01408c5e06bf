package org.mutoscope.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import org.mutoscope.core.storage.DuplicateKey;

/**
 * A transaction of PostgreSQL, where a refused statement spoils all that follow unless there was a savepoint. Savepoints cost two round trips each, so:
 * an insert of one row says "on conflict do nothing", and no row then means that the key is taken; other inserts get a savepoint; an update hardly ever meets a
 * taken key, and when one does the whole work is done again with a savepoint before every change.
 */
final class ServerTransaction extends JdbcTransaction {
    private static final String OR_NOTHING = " on conflict do nothing";

    private final boolean careful;
    private boolean wantsCare;
    private boolean met;

    ServerTransaction(Connection connection, Instant now, boolean readOnly, boolean careful) {
        super(new Statements(connection), now, readOnly);
        this.careful = careful;
    }

    /** Whether another transaction was in the way. */
    boolean met() {
        return met;
    }

    /** Whether a taken key has spoiled the transaction. */
    boolean wantsCare() {
        return wantsCare;
    }

    @Override
    int executeUpdate(String sql, Object[] values) throws SQLException {
        switch (InsertKind.of(sql)) {
            case ONE_ROW:
                int rows = super.executeUpdate(sql + OR_NOTHING, values);
                if (rows == 0) {
                    throw new DuplicateKey(null);
                }
                return rows;
            case MANY_ROWS:
                return behindSavepoint(() -> (long) super.executeUpdate(sql, values))
                        .intValue();
            default:
                return careful
                        ? behindSavepoint(() -> (long) super.executeUpdate(sql, values))
                                .intValue()
                        : super.executeUpdate(sql, values);
        }
    }

    @Override
    long executeInsert(String key, String sql, Object[] values) throws SQLException {
        if (InsertKind.of(sql) != InsertKind.ONE_ROW) {
            return behindSavepoint(() -> super.executeInsert(key, sql, values));
        }
        try {
            return super.executeInsert(key, sql + OR_NOTHING, values);
        } catch (SQLException e) {
            if (NO_ROW.equals(e.getSQLState())) {
                throw new DuplicateKey(e);
            }
            throw e;
        }
    }

    @Override
    RuntimeException failed(String sql, SQLException e) {
        met |= SqlFaults.isTransient(e);
        wantsCare |= !careful && SqlFaults.isDuplicate(e) && InsertKind.of(sql) == InsertKind.NONE;
        return super.failed(sql, e);
    }

    private Long behindSavepoint(Change change) throws SQLException {
        Connection connection = statements().connection();
        Savepoint before = connection.setSavepoint();
        try {
            Long made = change.make();
            connection.releaseSavepoint(before);
            return made;
        } catch (SQLException e) {
            if (SqlFaults.isDuplicate(e)) {
                connection.rollback(before);
            }
            throw e;
        }
    }

    private interface Change {
        Long make() throws SQLException;
    }
}
