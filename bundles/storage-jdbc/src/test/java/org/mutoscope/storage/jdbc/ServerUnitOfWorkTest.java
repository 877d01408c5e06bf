package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The contract on PostgreSQL, and what only a server does. */
final class ServerUnitOfWorkTest extends UnitOfWorkContract {
    private StorageSettings settings;

    @Override
    JdbcStorage open() throws Exception {
        settings = PostgresServer.freshDatabase();
        return JdbcStorage.open(settings, clock);
    }

    @Test
    void aLostConnectionIsNamedAndTheNextUnitFindsAnother() throws Exception {
        storage.write(tx -> newAccount(tx, "a"));
        Problems.assertUnavailable(() -> storage.write(tx -> {
            newAccount(tx, "b");
            try {
                PostgresServer.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mutoscope'");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
            return newAccount(tx, "c");
        }));
        assertTrue(storage.obstacle().isPresent());
        assertEquals(1, count("account"));
        assertEquals(Optional.empty(), storage.obstacle());
    }

    @Test
    void aSecondStartFindsTheSchemaAndTheRows() {
        storage.write(tx -> newAccount(tx, "a"));
        storage.close();
        try (JdbcStorage again = JdbcStorage.open(settings, clock)) {
            assertEquals(1, again.read(tx -> count(tx, "account")).intValue());
        }
    }

    @Test
    void copyingIsLeftToTheServersTools(@TempDir Path folder) {
        IOException refused = assertThrows(IOException.class, () -> storage.copyInto(folder));
        assertTrue(refused.getMessage().contains("pg_dump"), refused.getMessage());
        assertFalse(refused.getMessage().contains(folder.toString()), "nobody knows that folder: " + refused);
    }

    @Test
    void aNewerSchemaIsRefused() {
        storage.write(
                tx -> tx.update(
                        "insert into flyway_schema_history "
                                + "select 99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', installed_on, 1, true from flyway_schema_history where version = '1'"));
        storage.close();
        StorageUnusable refused = assertThrows(StorageUnusable.class, () -> JdbcStorage.open(settings, clock));
        assertTrue(
                refused.getMessage()
                        .startsWith("S201 the database was written by a newer Mutoscope (schema 99, this build knows "),
                refused.getMessage());
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutThePassword() {
        StorageSettings nowhere = StorageSettings.postgresql("jdbc:postgresql://127.0.0.1:1/x", "u", "very secret");
        StorageUnusable refused = assertThrows(StorageUnusable.class, () -> JdbcStorage.open(nowhere, clock));
        assertTrue(refused.getMessage().contains("127.0.0.1:1/x"), refused.getMessage());
        assertTrue(!refused.getMessage().contains("very secret"), refused.getMessage());
    }
}
