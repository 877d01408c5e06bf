package org.mutoscope.storage.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.mutoscope.core.storage.Row;

/** The row a result set stands on. */
final class JdbcRow implements Row {
    private final ResultSet rows;

    JdbcRow(ResultSet rows) {
        this.rows = rows;
    }

    @Override
    public String text(String column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    @Override
    public long number(String column) {
        try {
            return rows.getLong(column);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    @Override
    public Long numberOrNull(String column) {
        try {
            long value = rows.getLong(column);
            return rows.wasNull() ? null : value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    @Override
    public boolean flag(String column) {
        try {
            return rows.getBoolean(column);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    @Override
    public Instant moment(String column) {
        OffsetDateTime value = object(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    @Override
    public UUID uuid(String column) {
        return object(column, UUID.class);
    }

    private <T> T object(String column, Class<T> type) {
        try {
            return rows.getObject(column, type);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /** Without the driver's text, which may hold the value. */
    private static StatementFailed unreadable(String column, SQLException e) {
        return new StatementFailed("column " + column + " cannot be read so [SQLSTATE " + e.getSQLState() + "]", null);
    }
}
