package org.mutoscope.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The prepared statements of one connection, kept for as long as the connection: on H2 preparing costs more than running. Not safe for use by
 * several threads at once, like the connection.
 */
final class Statements {
    /** More than all bundles together have. */
    private static final int MOST = 512;

    private final Connection connection;
    private final Map<String, PreparedStatement> plain = new Cache();
    private final Map<String, PreparedStatement> keyed = new Cache();

    Statements(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement known = plain.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            plain.put(sql, known);
        }
        return known;
    }

    /** A statement that gives back a generated column. */
    PreparedStatement of(String sql, String key) throws SQLException {
        String name = key + ' ' + sql;
        PreparedStatement known = keyed.get(name);
        if (known == null) {
            known = connection.prepareStatement(sql, new String[] {key});
            keyed.put(name, known);
        }
        return known;
    }

    /** Throws out what was not used for longest. */
    private static final class Cache extends LinkedHashMap<String, PreparedStatement> {
        private static final long serialVersionUID = 1L;

        Cache() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
            if (size() <= MOST) {
                return false;
            }
            try {
                eldest.getValue().close();
            } catch (SQLException e) {
                return true; // it goes with its connection at the latest
            }
            return true;
        }
    }
}
