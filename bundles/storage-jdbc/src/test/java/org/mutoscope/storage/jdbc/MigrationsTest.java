package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cheap look at the tables says yes only where Flyway would. */
class MigrationsTest {
    @TempDir
    Path folder;

    private final List<String> files = new ArrayList<>();
    private DataSource source;

    @BeforeEach
    void files() throws Exception {
        Path here = Path.of(Migrations.class.getResource("/db/migration").toURI());
        try (Stream<Path> all = Files.list(here)) {
            all.forEach(file -> files.add(file.getFileName().toString()));
        }
        Properties login = new Properties();
        login.setProperty("user", "mutoscope");
        login.setProperty("password", "");
        source = new DriverDataSource(
                DriverDataSource.fromClassPath(Engine.H2), "jdbc:h2:" + folder.resolve("db"), login);
    }

    @Test
    void aNewDatabaseIsFlyways() {
        assertThrows(SQLException.class, () -> Migrations.allDone(source, files));
        assertFalse(Migrations.allDone(source));
    }

    @Test
    void tablesThatFlywayMadeFromTheseFilesAreDone() throws Exception {
        new Schema(source, SchemaBackup.NONE).migrate("");
        assertTrue(Migrations.allDone(source, files));
    }

    @Test
    void aMigrationTooManyOrTooFewIsFlyways() throws Exception {
        new Schema(source, SchemaBackup.NONE).migrate("");
        assertFalse(Migrations.allDone(source, files.subList(1, files.size())));
        change("delete from \"flyway_schema_history\" where \"version\" = '1'");
        assertFalse(Migrations.allDone(source, files));
    }

    @Test
    void anotherContentOrAFailureIsFlyways() throws Exception {
        new Schema(source, SchemaBackup.NONE).migrate("");
        change("update \"flyway_schema_history\" set \"checksum\" = \"checksum\" + 1 where \"version\" = '1'");
        assertFalse(Migrations.allDone(source, files));
        change("update \"flyway_schema_history\" set \"checksum\" = \"checksum\" - 1 where \"version\" = '1'");
        assertTrue(Migrations.allDone(source, files));
        change("update \"flyway_schema_history\" set \"success\" = false where \"version\" = '1'");
        assertFalse(Migrations.allDone(source, files));
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
