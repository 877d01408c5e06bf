package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What goes wrong with a file on a disk, and what is said about it. */
final class EmbeddedFaultsTest {
    @TempDir
    Path data;

    @Test
    void aFailedFlushEndsWritingForGood() throws Exception {
        FaultyDisk disk = faultyDisk();
        try (JdbcStorage storage = openOnFaultyDisk()) {
            write(storage, "before");
            disk.failForces("input/output error");
            Problem failed = Problems.assertUnavailable(() -> write(storage, "lost"));
            disk.failForces(null);
            Problem after = Problems.assertUnavailable(() -> write(storage, "after"));
            assertTrue(after.getMessage().contains("restart"), after.getMessage());
            assertEquals(Optional.of(after.getMessage()), storage.obstacle());
            assertTrue(failed.getMessage().startsWith(after.getMessage()), failed.getMessage());
        }
        assertTrue(subjects().contains("before"));
        assertFalse(subjects().contains("after"));
    }

    @Test
    void aFullDiskIsNamedAndWhatWasConfirmedStays() throws Exception {
        FaultyDisk disk = faultyDisk();
        try (JdbcStorage storage = openOnFaultyDisk()) {
            write(storage, "before");
            disk.failWrites("No space left on device");
            Problem full = Problems.assertCode(Code.DISK_FULL, () -> write(storage, "lost"));
            assertTrue(full.getMessage().contains("Free space"), full.getMessage());
            disk.failWrites(null);
        } catch (Problem cannotCloseEither) {
            assertEquals(Code.STORAGE_UNAVAILABLE, cannotCloseEither.code());
        }
        assertEquals(List.of("before"), subjects());
    }

    @Test
    void allThatWaitForAFlushThatFailsAreRefused() throws Exception {
        FaultyDisk disk = faultyDisk();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(9);
        try (JdbcStorage storage = openOnFaultyDisk()) {
            List<Future<?>> answers = new ArrayList<>();
            answers.add(clients.submit(() -> storage.write(tx -> {
                running.countDown();
                await(go);
                return tx.insert("seq", "insert into audit (at, act, subject) values (?, 'TEST', 'first')", tx.now());
            })));
            await(running);
            for (int i = 0; i < 8; i++) {
                String name = "n" + i;
                answers.add(clients.submit(() -> write(storage, name)));
            }
            disk.failForces("input/output error");
            go.countDown();
            for (Future<?> answer : answers) {
                assertThrows(java.util.concurrent.ExecutionException.class, () -> answer.get(60, TimeUnit.SECONDS));
            }
        }
        clients.shutdown();
    }

    @Test
    void aShortDiskRefusesChangesBeforeAWriteFails() {
        StorageSettings greedy = StorageSettings.embedded(data).withReserve(Long.MAX_VALUE / 4);
        try (JdbcStorage storage = JdbcStorage.open(greedy, Clock.systemUTC())) {
            Problem full = Problems.assertCode(Code.DISK_FULL, () -> write(storage, "x"));
            assertTrue(full.getMessage().contains("free some space"), full.getMessage());
            assertEquals(Optional.of(full.getMessage()), storage.obstacle());
            assertEquals(
                    0,
                    storage.read(tx -> tx.query("select subject from audit", row -> row.text("subject")))
                            .size());
        }
    }

    @Test
    void aFullQueueAnswersAtOnce() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(3);
        try (JdbcStorage storage =
                JdbcStorage.open(StorageSettings.embedded(data).withQueue(1), Clock.systemUTC())) {
            Future<Integer> first = clients.submit(() -> storage.write(tx -> {
                running.countDown();
                await(go);
                return 1;
            }));
            await(running);
            Problem refused = null;
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiting.add(clients.submit(() -> storage.write(tx -> 2)));
            }
            int done = 0;
            go.countDown();
            for (Future<Integer> one : waiting) {
                try {
                    done += one.get(60, TimeUnit.SECONDS) / 2;
                } catch (java.util.concurrent.ExecutionException e) {
                    refused = (Problem) e.getCause();
                }
            }
            assertEquals(1, first.get(60, TimeUnit.SECONDS).intValue());
            assertTrue(done >= 1);
            assertTrue(refused == null || refused.getMessage().contains("too many changes wait"));
        }
        clients.shutdown();
    }

    @Test
    void interruptedReadersDoNotCloseTheFile() throws Exception {
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            for (int i = 0; i < 300; i++) {
                write(storage, "n".repeat(300) + i);
            }
        }
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) { // with nothing in the cache
            Thread.currentThread().interrupt();
            assertEquals(
                    300,
                    storage.read(tx -> tx.query("select subject from audit", row -> row.text("subject")))
                            .size());
            assertTrue(Thread.interrupted());
            write(storage, "and on");
            assertEquals(Optional.empty(), storage.obstacle());
        }
    }

    @Test
    void aDamagedFileIsRefusedWithTheWayBack() throws Exception {
        seed();
        Path file = new EmbeddedFolder(data).file();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] noise = new byte[(int) raw.length()];
            new Random(7).nextBytes(noise);
            raw.write(noise);
        }
        assertRefused("S104 the database file ");
        assertRefused("mutoscope restore BACKUP.zip --into NEWDATA");
    }

    @Test
    void aFileCutToNothingIsNotTakenForANewOne() throws Exception {
        seed();
        Files.write(new EmbeddedFolder(data).file(), new byte[0]);
        assertRefused("missing or empty");
    }

    @Test
    void aLostFileIsNotTakenForANewOne() throws Exception {
        seed();
        Files.delete(new EmbeddedFolder(data).file());
        assertRefused("missing or empty");
    }

    @Test
    void aFileCutInHalfIsRefused() throws Exception {
        seed();
        Path file = new EmbeddedFolder(data).file();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(raw.length() / 2);
        }
        assertRefused("not as long as it was left");
    }

    @Test
    void aFileInUseIsNamed() throws Exception {
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            write(storage, "x");
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Opener.class.getName(),
                            data.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(said.contains("S103 the database ") && said.contains("is open in another process"), said);
        }
    }

    @Test
    void aNewerSchemaIsRefused() {
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            storage.write(
                    tx -> tx.update(
                            "insert into \"flyway_schema_history\" "
                                    + "select 99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', \"installed_on\", 1, true from \"flyway_schema_history\" where \"version\" = '1'"));
        }
        assertRefused("S201 the database was written by a newer Mutoscope (schema 99, this build knows ");
    }

    @Test
    void settingsThatCannotWorkAreNamed() {
        assertMessage(
                "url is for engine postgresql only",
                () -> new StorageSettings(Engine.H2, data, "jdbc:h2:x", "", "", 1, 1, 0, "async:"));
        assertMessage("url must begin with jdbc:postgresql:", () -> StorageSettings.postgresql("", "u", "p"));
        assertMessage("queue.units is 0", () -> StorageSettings.embedded(data).withQueue(0));
        assertMessage("semicolon", () -> StorageSettings.embedded(data.resolve("a;b")));
        assertMessage("it must be h2 or postgresql", () -> Engine.named("oracle"));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertMessage("cannot be written", () -> JdbcStorage.open(file, Clock.systemUTC())
                .close());
    }

    private void seed() {
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            for (int i = 0; i < 100; i++) {
                write(storage, "n" + i);
            }
        }
    }

    private void assertRefused(String because) {
        assertMessage(because, () -> JdbcStorage.open(data, Clock.systemUTC()).close());
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        StorageUnusable refused = assertThrows(StorageUnusable.class, call);
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    private FaultyDisk faultyDisk() throws IOException {
        JdbcStorage.open(data, Clock.systemUTC()).close();
        Path file = new EmbeddedFolder(data).file();
        FaultyDisk disk = new FaultyDisk(file, new Random(1));
        FaultyFilePath.insert(file, disk);
        return disk;
    }

    private JdbcStorage openOnFaultyDisk() {
        return JdbcStorage.open(StorageSettings.embedded(data).onFileSystem(FaultyFilePath.PREFIX), Clock.systemUTC());
    }

    private List<String> subjects() {
        try (JdbcStorage storage = JdbcStorage.open(data, Clock.systemUTC())) {
            return storage.read(tx -> tx.query("select subject from audit order by seq", row -> row.text("subject")));
        }
    }

    private static long write(JdbcStorage storage, String subject) {
        return storage.write(tx ->
                tx.insert("seq", "insert into audit (at, act, subject) values (?, 'TEST', ?)", tx.now(), subject));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another process that wants the same file. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) {
            try {
                JdbcStorage.open(Path.of(args[0]), Clock.systemUTC()).close();
            } catch (StorageUnusable e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
