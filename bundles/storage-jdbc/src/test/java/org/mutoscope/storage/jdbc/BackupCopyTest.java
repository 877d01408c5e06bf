package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the embedded database, made while it is written, and put back. */
final class BackupCopyTest {
    @TempDir
    Path root;

    private Path copy;
    private Path data;

    @BeforeEach
    void folders() throws IOException {
        copy = Files.createDirectory(root.resolve("copy"));
        data = root.resolve("data");
    }

    @Test
    void aCopyMadeUnderWritesHoldsAllThatWasConfirmedBefore() throws Exception {
        Witness witness = new Witness();
        Set<String> before;
        JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC());
        Thread writers = new Thread(() -> {
            try {
                witness.writeUntilRefused(storage, "b", 4);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (storage) {
            writers.start();
            while (witness.confirmed().size() < 200) {
                Thread.onSpinWait();
            }
            before = Set.copyOf(witness.confirmed());
            String how = storage.copyInto(copy);
            assertTrue(how.contains("mutoscope restore"), how);
        }
        writers.join();
        Path elsewhere = root.resolve("elsewhere");
        BackupCopy.restore(copy, elsewhere);
        Witness atTheCopy = new Witness();
        before.forEach(atTheCopy::confirm);
        try (JdbcStorage restored = JdbcStorage.open(elsewhere, Clock.systemUTC())) {
            assertEquals(Set.of(), atTheCopy.lost(restored));
            witness.checkWhole(restored, "restored");
            Witness.write(restored, "and on", "");
        }
    }

    @Test
    void anAlteredOrIncompleteCopyIsRefusedAndNothingIsTouched() throws Exception {
        makeCopy();
        try (RandomAccessFile zip =
                new RandomAccessFile(copy.resolve("database.zip").toFile(), "rw")) {
            zip.seek(zip.length() / 2);
            int old = zip.read();
            zip.seek(zip.length() / 2);
            zip.write(old ^ 1);
        }
        assertRefused("use another copy", () -> BackupCopy.restore(copy, root.resolve("new")));
        Files.delete(copy.resolve("database.zip"));
        assertRefused("no whole copy", () -> BackupCopy.restore(copy, root.resolve("new")));
        assertRefused("no whole copy", () -> BackupCopy.restore(root.resolve("nowhere"), root.resolve("new")));
        assertTrue(Files.notExists(root.resolve("new")));
    }

    @Test
    void aDatabaseIsNeverOverwritten() throws Exception {
        makeCopy();
        assertRefused("there is a database", () -> BackupCopy.restore(copy, data));
    }

    @Test
    void aCopyGoesIntoAnEmptyFolderOnly() throws Exception {
        Files.createFile(copy.resolve("mine.txt"));
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            assertRefused("not empty", () -> storage.copyInto(copy));
            assertThrows(IOException.class, () -> storage.copyInto(root.resolve("nowhere")));
        }
        try (Stream<Path> files = Files.list(copy)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void beforeTheTablesChangeACopyIsKept() throws Exception {
        makeCopy();
        EmbeddedFolder folder = new EmbeddedFolder(data);
        JdbcStorage.open(data, Clock.systemUTC()).close();
        DriverDataSource source = new DriverDataSource(
                DriverDataSource.fromClassPath(Engine.H2),
                "jdbc:h2:" + folder.path().resolve(EmbeddedFolder.NAME),
                login());
        SchemaBackup backup = new SchemaBackup(folder, source);
        backup.before("1");
        backup.before("1"); // a second try keeps the first copy
        Path kept = folder.path().resolve("before-upgrade-of-schema-1");
        BackupCopy.restore(kept, root.resolve("old"));
        JdbcStorage.open(root.resolve("old"), Clock.systemUTC()).close();
    }

    private static java.util.Properties login() {
        java.util.Properties login = new java.util.Properties();
        login.setProperty("user", "mutoscope");
        login.setProperty("password", "");
        return login;
    }

    private void makeCopy() throws IOException {
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            Witness.write(storage, "x", "");
            storage.copyInto(copy);
        }
    }

    private static void assertRefused(String part, Executable call) {
        IOException refused = assertThrows(IOException.class, call);
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }
}
