package org.mutoscope.assets.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.assets.StoredAsset;

@Timeout(60)
class FileAssetStoreTest {
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private FileAssetStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileAssetStore(folder.resolve("assets"), 0);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("source"), text);
    }

    private String read(String key, long offset) throws IOException {
        try (InputStream in = store.open(key, offset)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Files in the store, finished and unfinished. */
    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("assets"))) {
            return files.filter(Files::isRegularFile)
                    .map(path -> folder.resolve("assets").relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsPutCanBeReadFromAnyByte() throws IOException {
        Path source = file("hello");
        assertEquals(new StoredAsset("video_1/clip.mp4", 5, HELLO), store.put("video_1/clip.mp4", source));
        assertEquals("hello", read("video_1/clip.mp4", 0));
        assertEquals("lo", read("video_1/clip.mp4", 3));
        assertEquals("", read("video_1/clip.mp4", 99));
        assertTrue(Files.exists(source), "the source is left alone");
        assertEquals(1, stored().size(), "nothing unfinished stays");
        assertTrue(stored().get(0).matches("files/[0-9a-f]{2}/video_1\\+clip\\.mp4"), stored()::toString);
    }

    @Test
    void itIsStillThereAfterARestart() throws IOException {
        store.put("a", file("hello"));
        store = new FileAssetStore(folder.resolve("assets"), 0);
        assertEquals("hello", read("a", 0));
    }

    @Test
    void largeFilesKeepEveryByte() throws IOException {
        byte[] bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        assertEquals(bytes.length, store.put("large", source).bytes());
        try (InputStream in = store.open("large", 0)) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
    }

    @Test
    void theSameAgainIsNoErrorAndOtherContentIsOne() throws IOException {
        StoredAsset first = store.put("a", file("hello"));
        assertEquals(first, store.put("a", file("hello")));
        Path other = file("other");
        IOException e = assertThrows(IOException.class, () -> store.put("a", other));
        assertEquals("other content is stored under the key a", e.getMessage());
        assertEquals("hello", read("a", 0));
        assertEquals(1, stored().size());
    }

    @Test
    void aKeyMayBeTheBeginningOfAnother() throws IOException {
        for (String key : List.of("a", "a/b", "a/b/c", "a-b", "A")) {
            store.put(key, file(key));
        }
        assertEquals("a/b", read("a/b", 0));
        assertEquals("a", read("a", 0));
        assertEquals(5, stored().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/../b",
                "a/..",
                "/etc/passwd",
                "a//b",
                "a/",
                "./a",
                ".hidden",
                "a/.b",
                "a\\b",
                "..\\a",
                "a\0b",
                "a b",
                "a+b",
                "a:b",
                "ä",
                "a\nb",
                "%2e%2e/a",
                "~",
                "C:/a"
            })
    void whatIsNoKeyIsRefusedAndNeverThere(String key) throws IOException {
        Path source = file("hello");
        assertThrows(IllegalArgumentException.class, () -> store.put(key, source));
        assertThrows(NoSuchFileException.class, () -> store.open(key, 0));
        store.delete(key);
        assertTrue(Files.exists(source));
        assertEquals(List.of(), stored());
    }

    @Test
    void keysAreAtMost200Long() throws IOException {
        Path source = file("hello");
        store.put("k".repeat(200), source);
        assertEquals("hello", read("k".repeat(200), 0));
        assertThrows(IllegalArgumentException.class, () -> store.put("k".repeat(201), source));
    }

    @Test
    void whatIsNotThereIsNamedByItsKey() {
        NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> store.open("video_2", 0));
        assertEquals("video_2", e.getFile());
        assertThrows(IllegalArgumentException.class, () -> store.open("video_2", -1));
    }

    @Test
    void deletingTwiceIsNoError() throws IOException {
        store.put("a", file("hello"));
        store.delete("a");
        store.delete("a");
        assertThrows(NoSuchFileException.class, () -> store.open("a", 0));
        assertEquals("other", Files.readString(file("other")));
        store.put("a", file("other"));
        assertEquals("other", read("a", 0));
    }

    @Test
    void theReserveIsNotTouched() throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        FileAssetStore reserved = new FileAssetStore(folder.resolve("reserved"), Long.MAX_VALUE);
        Path source = file("hello");
        assertEquals(0, reserved.free());
        IOException e = assertThrows(IOException.class, () -> reserved.put("a", source));
        assertEquals("the asset store is full: 5 bytes are needed and 0 are free", e.getMessage());
        assertTrue(store.free() > usable / 2, "without a reserve the disk is free");
    }

    @Test
    void aFailedPutLeavesNothing() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("directory"));
        IOException e = assertThrows(IOException.class, () -> store.put("a", directory));
        assertFalse(e.getMessage().contains(folder.toString()), e::getMessage);
        assertEquals(List.of(), stored());
        assertThrows(NoSuchFileException.class, () -> store.open("a", 0));
    }

    @Test
    void whatDeadProcessesLeftIsSweptAndOwnWorkIsNot() throws IOException {
        Path temp = folder.resolve("assets").resolve("temp");
        Files.writeString(temp.resolve("17-1000-left-over"), "half");
        String own = ProcessHandle.current().pid() + "-"
                + ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() + "-x";
        Files.writeString(temp.resolve(own), "half");
        store = new FileAssetStore(folder.resolve("assets"), 0);
        assertEquals(List.of("temp/" + own), stored());
    }

    @Test
    void aCopyThatReadsDifferentlyIsRefused() throws IOException {
        SafeCopy copy = SafeCopy.write(file("hello"), folder.resolve("copy"));
        Files.writeString(folder.resolve("copy"), "hellO");
        assertThrows(IOException.class, () -> copy.verify(folder.resolve("copy")));
    }

    @Test
    void ofManyAtOnceOneContentWins() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        int refused = 0;
        try {
            List<Future<StoredAsset>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Path source = Files.writeString(folder.resolve("source" + i), "content " + i % 2);
                all.add(pool.submit((Callable<StoredAsset>) () -> store.put("same", source)));
            }
            for (Future<StoredAsset> one : all) {
                try {
                    StoredAsset stored = one.get();
                    assertEquals(Digests.of(folder.resolve("source" + read("same", 8))), stored.sha256());
                } catch (ExecutionException e) {
                    assertTrue(e.getCause().getMessage().startsWith("other content"), e::toString);
                    refused++;
                }
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(8, refused);
        assertEquals(1, stored().size());
    }
}
