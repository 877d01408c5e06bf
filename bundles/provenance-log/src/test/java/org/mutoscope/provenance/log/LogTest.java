package org.mutoscope.provenance.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log does when the world is not kind: killed, copied, cut, restored from a backup, opened twice. */
@Timeout(180)
class LogTest {
    private static final int KILLS = 6;

    @TempDir
    Path home;

    private Log open() throws IOException, GeneralSecurityException {
        return new Log(home.resolve("history"), home, LogKey.of(home, ""));
    }

    private static List<byte[]> some(int count, String word) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add((word + i).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    private void append(int count) throws Exception {
        try (Log log = open()) {
            log.append(some(count, "entry "));
        }
    }

    @Test
    void itGoesOnWhereItWas() throws Exception {
        byte[] root;
        try (Log log = open()) {
            assertEquals(0, log.append(some(3, "a")));
            assertEquals(3, log.append(some(300, "b")));
            root = log.checkpoint().root();
        }
        try (Log log = open()) {
            assertArrayEquals(root, log.checkpoint().root());
            assertEquals(303, log.append(some(1, "c")));
            assertEquals(304, log.checkpoint().size());
        }
        try (Log log = open()) {
            assertEquals(304, log.checkpoint().size());
        }
    }

    @Test
    void oneWrites() throws Exception {
        try (Log log = open()) {
            String words = assertThrows(IOException.class, this::open).getMessage();
            assertTrue(words.contains("writer"), words);
            log.append(some(1, "a"));
        }
    }

    @Test
    void anEntryHasItsSize() throws Exception {
        try (Log log = open()) {
            assertThrows(IOException.class, () -> log.append(List.of(new byte[Log.MOST + 1])));
            assertThrows(IOException.class, () -> log.append(List.of(new byte[0])));
        }
        try (Log log = open()) {
            assertEquals(0, log.checkpoint().size());
            assertEquals(0, log.append(List.of(new byte[Log.MOST])));
            byte[] bundle = log.read("tile/entries/000.p/1").orElseThrow();
            assertEquals(Log.MOST + 2, bundle.length);
            assertEquals(0xFF, bundle[0] & 0xFF);
            assertEquals(0xFF, bundle[1] & 0xFF);
        }
    }

    /** Signed, and the power went before it was published. */
    @Test
    void whatWasSignedIsPublishedAtTheNextStart() throws Exception {
        append(5);
        Path published = home.resolve("history/checkpoint");
        Path before = Files.copy(published, home.resolve("before"));
        append(5);
        Files.copy(before, published, StandardCopyOption.REPLACE_EXISTING);
        try (Log log = open()) {
            assertEquals(10, log.checkpoint().size());
        }
        assertTrue(Files.readString(published).contains("\n10\n"));
    }

    /** Tiles were written, and the power went before anything was signed. */
    @Test
    void whatWasNotSignedNeverHappened() throws Exception {
        append(5);
        Path signed = Files.copy(home.resolve("log.signed"), home.resolve("before"));
        append(300);
        Files.copy(signed, home.resolve("log.signed"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(signed, home.resolve("history/checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        // narrow tiles go only after the publication, so they would still be there
        Log written = rebuiltNarrowTiles();
        try (written) {
            assertEquals(5, written.checkpoint().size());
            assertEquals(5, written.append(some(400, "other ")));
        }
        try (Log log = open()) {
            assertEquals(405, log.checkpoint().size());
            assertArrayEquals(
                    new Tree(new Folder(home.resolve("history")), 405).root(),
                    log.checkpoint().root());
        }
    }

    private Log rebuiltNarrowTiles() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        try (Log log = new Log(other.resolve("history"), other, LogKey.of(other, ""))) {
            log.append(some(5, "entry "));
        }
        for (String tile : List.of("tile/0/000.p/5", "tile/entries/000.p/5")) {
            Files.createDirectories(home.resolve("history").resolve(tile).getParent());
            Files.copy(
                    other.resolve("history").resolve(tile),
                    home.resolve("history").resolve(tile));
        }
        return open();
    }

    /** The folder came from a backup: another history must not be signed under the same name. */
    @Test
    void anOldCopyIsRefused() throws Exception {
        append(5);
        Path old = home.resolve("old");
        copy(home.resolve("history"), old);
        append(5);
        delete(home.resolve("history"));
        copy(old, home.resolve("history"));
        String words = assertThrows(IOException.class, this::open).getMessage();
        assertTrue(words.contains("tile") && words.contains("10"), words);
    }

    @Test
    void aCheckpointThatIsNewerThanWhatWasSignedIsRefused() throws Exception {
        append(5);
        Path signed = Files.copy(home.resolve("log.signed"), home.resolve("before"));
        append(5);
        Files.copy(signed, home.resolve("log.signed"), StandardCopyOption.REPLACE_EXISTING);
        String words = assertThrows(IOException.class, this::open).getMessage();
        assertTrue(words.contains("is not one that this installation signed last"), words);
    }

    @Test
    void aTileThatWasChangedIsSeen() throws Exception {
        append(300);
        Path tile = home.resolve("history/tile/0/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[77]++;
        Files.write(tile, bytes);
        // a full tile below the edge: its hash on the level above does not change, but whoever reads the log sees it
        Tree tree = new Tree(new Folder(home.resolve("history")), 300);
        byte[] fold = Tree.fold(bytes);
        assertFalse(java.util.Arrays.equals(fold, Files.readAllBytes(home.resolve("history/tile/1/000.p/1"))));
        assertArrayEquals(open().checkpoint().root(), tree.root());
    }

    @Test
    void anEdgeThatWasChangedIsRefused() throws Exception {
        append(300);
        Path tile = home.resolve("history/tile/0/001.p/44");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[3]++;
        Files.write(tile, bytes);
        assertThrows(IOException.class, this::open);
        Files.write(tile, new byte[5]);
        assertThrows(IOException.class, this::open);
        Files.delete(tile);
        assertThrows(IOException.class, this::open);
    }

    @Test
    void anothersCheckpointIsRefused() throws Exception {
        append(5);
        Path other = Files.createDirectories(home.resolve("other"));
        try (Log log = new Log(other.resolve("history"), other, LogKey.of(other, ""))) {
            log.append(some(9, "x"));
        }
        Files.copy(
                other.resolve("history/checkpoint"),
                home.resolve("history/checkpoint"),
                StandardCopyOption.REPLACE_EXISTING);
        String words = assertThrows(IOException.class, this::open).getMessage();
        assertTrue(words.contains("not signed by the key of this log"), words);
    }

    @Test
    void anotherNameIsAnotherLog() throws Exception {
        LogKey.of(home, "example.com/log");
        String words = assertThrows(IOException.class, () -> LogKey.of(home, "example.org/log"))
                .getMessage();
        assertTrue(words.contains("example.com/log"), words);
        assertEquals("example.com/log", LogKey.of(home, "").verifier().name());
        assertThrows(IOException.class, () -> LogKey.of(home.resolve("new"), "two words"));
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        append(5);
        Path tiles = home.resolve("history/tile/0");
        try (Log log = open()) {
            // no file can be made where a folder is
            Files.createDirectories(tiles.resolve("000.p/7.part"));
            assertThrows(IOException.class, () -> log.append(some(2, "x")));
        }
        Files.delete(tiles.resolve("000.p/7.part"));
        try (Log log = open()) {
            assertEquals(5, log.checkpoint().size());
            assertEquals(5, log.append(some(2, "x")));
        }
    }

    /** Killed again and again: what was acknowledged is there, and every checkpoint follows from the tiles and continues the one before. */
    @Test
    void killedAtAnyMoment() throws Exception {
        Random random = new Random(20261123);
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = Math.max(acknowledged, killed(1 + random.nextInt(40)));
            try (Log log = open()) {
                long size = log.checkpoint().size();
                assertTrue(size >= acknowledged, size + " of " + acknowledged + " after kill " + kill);
                Folder tiles = new Folder(home.resolve("history"));
                assertArrayEquals(new Tree(tiles, size).root(), log.checkpoint().root());
                for (long index = 0; index < size; index += 13) {
                    assertTrue(log.proof(index).isPresent());
                }
            }
        }
        assertTrue(acknowledged > 0);
    }

    /** Appends in a process of its own until it is killed. @return entries that it had acknowledged by then */
    private long killed(int after) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Appending.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .start();
        long last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < after; i++) {
                String line = lines.readLine();
                assertTrue(line != null && line.matches("[0-9]+"), "it said " + line);
                last = Long.parseLong(line);
            }
            process.toHandle().destroyForcibly(); // the other way closes what it still had to say
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.matches("[0-9]+") ? Math.max(last, Long.parseLong(line)) : last;
            }
        }
        process.waitFor();
        return last;
    }

    /** Appends for ever, and says after each batch how many entries there are. */
    static final class Appending {
        private Appending() {}

        /** @param args the folder */
        public static void main(String[] args) throws Exception {
            Path home = Path.of(args[0]);
            try (Log log = new Log(home.resolve("history"), home, LogKey.of(home, ""))) {
                for (int batch = 1; ; batch = batch % 97 + 1) {
                    log.append(some(batch, "entry "));
                    System.out.println(log.checkpoint().size());
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
