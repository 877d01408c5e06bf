package org.mutoscope.storage.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How many numbers H2 takes at a time for columns that number themselves. It writes down how far they are taken in a commit of its own, in the
 * middle of ours: with its 32 numbers a busy platform spent a fifth of its writer's time on that. What a crash skips are numbers.
 */
final class IdentityCaches {
    private static final int NUMBERS = 4096;

    private IdentityCaches() {}

    static void enlarge(Connection connection) throws SQLException {
        List<String> changes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet columns =
                        statement.executeQuery("select table_name, column_name from information_schema.columns"
                                + " where table_schema = 'PUBLIC' and is_identity = 'YES' and identity_cache <> "
                                + NUMBERS)) {
            while (columns.next()) {
                changes.add("alter table \"" + columns.getString(1) + "\" alter column \"" + columns.getString(2)
                        + "\" set cache " + NUMBERS);
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String change : changes) {
                statement.execute(change);
            }
        }
    }
}
