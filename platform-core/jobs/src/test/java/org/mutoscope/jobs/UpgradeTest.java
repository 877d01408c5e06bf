package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.storage.jdbc.BackupCopy;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** Databases that builds of older schemas have written ({@link SchemaFixture}), opened with this build. */
@Timeout(180)
final class UpgradeTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(ints = 1)
    void h2(int schema) throws Exception {
        Path data = root.resolve("data");
        BackupCopy.restore(fixture(schema).resolve("h2"), data);
        check(StorageSettings.embedded(data), schema);
        assertKept(data, schema);
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void postgresql(int schema) throws Exception {
        StorageSettings database = PostgresServer.freshDatabase();
        PostgresServer.load(
                database, Files.readString(fixture(schema).resolve("postgresql.sql"), StandardCharsets.UTF_8));
        check(database, schema);
    }

    private static Path fixture(int schema) throws Exception {
        return Path.of(UpgradeTest.class.getResource("/schema-" + schema).toURI());
    }

    private static void check(StorageSettings database, int schema) {
        try (House house = new House(database)) {
            assertTrue(house.storage.read(UpgradeTest::schema) > schema, "nothing was upgraded");
            assertAllIsThere(house);
            house.start();
            house.backend("one", ScriptedBackend.instant("m", 2));
            House.until(() -> JobKillWitness.allEnded(house));
            assertEquals(
                    Map.of("COMPLETED", 6, "FAILED", 1, "CANCELLED", 1),
                    house.storage.read(UpgradeTest::jobs),
                    "ended");
            assertEquals(List.of("CAPTURED 60", "RELEASED 0"), house.storage.read(UpgradeTest::holds));
            house.verifyLedger();
        }
    }

    private static void assertAllIsThere(House house) {
        house.verifyLedger();
        assertEquals(
                Map.of("COMPLETED", 2, "FAILED", 1, "CANCELLED", 1, "QUEUED", 3, "IN_PROGRESS", 1),
                house.storage.read(UpgradeTest::jobs));
        assertEquals(List.of("CAPTURED 20", "HELD 0", "RELEASED 0"), house.storage.read(UpgradeTest::holds));
        Ledger.Balance owing = house.storage.read(tx -> house.ledger.balance(tx, SchemaFixture.OWING));
        assertEquals(10, owing.debt());
        List<String> tickets = house.storage.read(
                tx -> tx.query("select ticket from job_step where state = 'LEASED'", row -> row.text("ticket")));
        assertEquals(List.of("upstream-1"), tickets);
        List<String> keys = house.storage.read(tx -> tx.query(
                "select k.sha256 from api_key k join membership m on m.principal_id = k.principal_id where m.account_id = ?",
                row -> row.text("sha256"),
                SchemaFixture.BUSY));
        assertEquals(List.of("0123456789abcdef".repeat(4)), keys);
    }

    /** The copy of the old tables, put back as docs/operate/backup-and-restore.md says: unpacked into the folder {@code db} of a new data folder. */
    private void assertKept(Path data, int schema) throws Exception {
        Path old = Files.createDirectories(root.resolve("old/db"));
        Path zip = data.resolve("db/before-upgrade-of-schema-" + schema + "/database.zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Files.copy(in, old.resolve(entry.getName()));
            }
        }
        String address = "jdbc:h2:" + old.resolve("mutoscope");
        assertEquals(
                schema, number(address, "select max(cast(\"version\" as integer)) from \"flyway_schema_history\""));
        assertEquals(8, number(address, "select count(*) from job"));
        check(StorageSettings.embedded(old.getParent()), schema); // and it can be upgraded again
    }

    private static int number(String address, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address, "mutoscope", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int schema(Transaction tx) {
        return tx
                .query(
                        "select \"version\" from \"flyway_schema_history\" where \"version\" is not null",
                        row -> row.text("version"))
                .stream()
                .mapToInt(Integer::parseInt)
                .max()
                .orElseThrow();
    }

    private static Map<String, Integer> jobs(Transaction tx) {
        Map<String, Integer> states = new TreeMap<>();
        tx.query("select state from job", row -> states.merge(row.text("state"), 1, Integer::sum));
        return states;
    }

    /** What was captured by the holds of each state. */
    private static List<String> holds(Transaction tx) {
        return tx.query(
                "select h.state, sum(h.captured) n from credit_hold h join ledger_account a on a.id = h.account_id"
                        + " where a.owner_id = ? group by h.state order by h.state",
                row -> row.text("state") + " " + row.number("n"),
                SchemaFixture.BUSY);
    }
}
