package org.mutoscope.storage.jdbc;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look whether the tables are those of this build, at the price of one query. Nearly every start finds them so, and Flyway takes the better part of a second to say it.
 * Where anything differs, it is Flyway that finds out what and decides.
 */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    /** The names of our files, written by the build (pom.xml): a bundle has no folder to look through. */
    private static final String LIST = "/db/migrations.txt";

    private Migrations() {}

    /** Whether the database has had every migration of this build, with this very content, and no other. */
    static boolean allDone(DataSource source) {
        try {
            return allDone(source, List.of(text(LIST).strip().split(",")));
        } catch (IOException | SQLException e) {
            LOG.debug("the list of migrations cannot be compared, so Flyway is asked", e); // a new database has none
            return false;
        }
    }

    /** @param files names of the migrations of this build */
    static boolean allDone(DataSource source, List<String> files) throws IOException, SQLException {
        Map<String, Integer> ours = new HashMap<>();
        for (String name : files) {
            ours.put(name.substring(1, name.indexOf("__")), checksum(text("/db/migration/" + name)));
        }
        return ours.equals(applied(source));
    }

    /** What Flyway has written down; a row that is not a plain success matches none of ours, but for the note that it made its own table. */
    private static Map<String, Integer> applied(DataSource source) throws SQLException {
        Map<String, Integer> applied = new HashMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select \"version\", \"checksum\", \"type\", \"success\" from \"flyway_schema_history\""
                                + " where \"type\" <> 'TABLE'")) {
            while (rows.next()) {
                boolean plain = rows.getBoolean(4) && "SQL".equals(rows.getString(3));
                applied.put(plain ? rows.getString(1) : "not plain", rows.getInt(2));
            }
        }
        return applied;
    }

    /** As Flyway counts it: CRC-32 of the lines without their ends. */
    private static int checksum(String text) throws IOException {
        CRC32 crc = new CRC32();
        try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return (int) crc.getValue();
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
