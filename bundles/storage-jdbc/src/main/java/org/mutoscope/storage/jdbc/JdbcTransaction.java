package org.mutoscope.storage.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * One unit of work on one connection. A statement the database refuses for any reason but a taken key dooms the unit, also where the work
 * swallows the exception: PostgreSQL can do nothing else, and H2 should not behave differently.
 */
class JdbcTransaction implements Transaction {
    static final String NO_ROW = "02000";

    private final Statements statements;
    private final Instant now;
    private final boolean readOnly;
    private List<Runnable> afterCommit = List.of();
    private RuntimeException doom;
    private boolean changed;
    private boolean ended;

    JdbcTransaction(Statements statements, Instant now, boolean readOnly) {
        this.statements = statements;
        this.now = now.truncatedTo(ChronoUnit.MICROS); // what both databases keep
        this.readOnly = readOnly;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public int update(String sql, Object... values) {
        requireWriting();
        try {
            int rows = executeUpdate(sql, values);
            changed |= rows > 0;
            return rows;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    @Override
    public long insert(String key, String sql, Object... values) {
        requireWriting();
        try {
            long made = executeInsert(key, sql, values);
            changed = true;
            return made;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    @Override
    public <R> List<R> query(String sql, Reader<R> reader, Object... values) {
        requireSound();
        if (readOnly && sql.endsWith("for update")) {
            throw new IllegalStateException("read() locks no rows; use write(): " + sql);
        }
        try (ResultSet rows = bind(statements.of(sql), values).executeQuery()) {
            List<R> read = new ArrayList<>();
            JdbcRow row = new JdbcRow(rows);
            while (rows.next()) {
                read.add(reader.read(row));
            }
            return read;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        if (afterCommit.isEmpty()) {
            afterCommit = new ArrayList<>();
        }
        afterCommit.add(action);
    }

    int executeUpdate(String sql, Object[] values) throws SQLException {
        return bind(statements.of(sql), values).executeUpdate();
    }

    long executeInsert(String key, String sql, Object[] values) throws SQLException {
        PreparedStatement statement = bind(statements.of(sql, key), values);
        statement.executeUpdate();
        try (ResultSet keys = statement.getGeneratedKeys()) {
            if (!keys.next()) {
                throw new SQLException("no row was inserted", NO_ROW);
            }
            return keys.getLong(1);
        }
    }

    final Statements statements() {
        return statements;
    }

    /** Nothing goes through this object any more; fails if a statement failed and the work kept quiet about it. */
    final void end() {
        ended = true;
        if (doom != null) {
            throw doom;
        }
    }

    final boolean changed() {
        return changed;
    }

    final List<Runnable> actions() {
        return afterCommit;
    }

    private void requireWriting() {
        requireSound();
        if (readOnly) {
            throw new IllegalStateException("read() changes nothing; use write()");
        }
    }

    private void requireSound() {
        if (ended) {
            throw new IllegalStateException("this transaction has ended; it is valid only while its work runs");
        }
        if (doom != null) {
            throw new IllegalStateException(
                    "an earlier statement of this unit of work failed; it can only be undone", doom);
        }
    }

    RuntimeException failed(String sql, SQLException e) {
        if (SqlFaults.isDuplicate(e)) {
            return new DuplicateKey(e);
        }
        doom = SqlFaults.named(sql, e);
        return doom;
    }

    private static PreparedStatement bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.NULL);
        } else if (value instanceof String) {
            statement.setString(at, (String) value);
        } else if (value instanceof Long) {
            statement.setLong(at, (Long) value);
        } else if (value instanceof Integer) {
            statement.setInt(at, (Integer) value);
        } else if (value instanceof Boolean) {
            statement.setBoolean(at, (Boolean) value);
        } else if (value instanceof Instant) {
            statement.setObject(
                    at, ((Instant) value).truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        } else if (value instanceof UUID) {
            statement.setObject(at, value);
        } else {
            throw new IllegalArgumentException(
                    "value " + at + " is a " + value.getClass().getName()
                            + "; a statement takes String, Long, Integer, Boolean, Instant, UUID or null");
        }
    }
}
