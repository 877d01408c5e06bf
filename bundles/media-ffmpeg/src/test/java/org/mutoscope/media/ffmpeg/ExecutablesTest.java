package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unpacking the executables. */
@Timeout(180)
class ExecutablesTest {
    @TempDir
    Path folder;

    private ExecutableSource source() {
        return new ExecutableSource("", Fixture.JARS, folder);
    }

    @Test
    void unpackedOnceAndRepaired() throws Exception {
        Path ffmpeg = source().get().ffmpeg();
        FileTime first = Files.getLastModifiedTime(ffmpeg);
        assertTrue(
                Files.isExecutable(ffmpeg) && Files.isExecutable(source().get().ffprobe()));
        assertEquals(first, Files.getLastModifiedTime(ffmpeg), "the second start unpacks nothing");

        Files.write(ffmpeg.resolveSibling("libavutil.so.60"), new byte[10]);
        source().get();
        assertTrue(Files.size(ffmpeg.resolveSibling("libavutil.so.60")) > 1_000_000);
        Files.delete(ffmpeg.resolveSibling("libpulse.so.0"));
        source().get();
        assertTrue(Files.exists(ffmpeg.resolveSibling("libpulse.so.0")));
        assertEquals(1, Fixture.names(folder).size());
    }

    @Test
    void manyStartsAtOnceMakeOneFolder() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Executables>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(pool.submit((Callable<Executables>) () -> source().get()));
            }
            for (Future<Executables> one : all) {
                assertTrue(Files.isExecutable(one.get().ffmpeg()));
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(1, Fixture.names(folder).size());
    }

    @Test
    void leftoversOfKilledStartsAreSwept() throws Exception {
        Path old = Files.createDirectory(folder.resolve(".unpack-1"));
        Files.write(old.resolve("ffmpeg"), new byte[1]);
        Path young = Files.createDirectory(folder.resolve(".unpack-2"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
        source().get();
        assertTrue(Files.notExists(old));
        assertTrue(Files.exists(young), "another start may be at it");
    }

    @Test
    void aJarOfSomethingElseIsRefused() throws Exception {
        String platform = ExecutableSource.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        Files.write(folder.resolve("ffmpeg-1-" + platform + ".jar"), new byte[100]);
        IOException e = assertThrows(IOException.class, () -> new ExecutableSource("", folder, folder).get());
        assertEquals("ffmpeg could not be unpacked; the operator finds more in the log", e.getMessage());
    }

    @Test
    void aChildSeesNothingOfOurEnvironment() throws Exception {
        Set<String> names =
                Child.builder(source().get(), List.of("x")).environment().keySet();
        assertEquals(Set.of("LC_ALL", "AV_LOG_FORCE_NOCOLOR", "SVT_LOG", "LD_LIBRARY_PATH"), names);
    }

    @Test
    void theOperatorsOwnIsTaken() throws Exception {
        Path shipped = source().get().ffmpeg();
        Path own = Files.createDirectory(folder.resolve("own")).resolve("ffmpeg");
        Files.createSymbolicLink(own, shipped);
        Files.createSymbolicLink(own.resolveSibling("ffprobe"), shipped.resolveSibling("ffprobe"));
        Executables found = new ExecutableSource(own.toString(), folder.resolve("none"), folder).get();
        assertEquals(own, found.ffmpeg());
        assertEquals(own.resolveSibling("ffprobe"), found.ffprobe());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, aarch64, macosx-arm64",
        "Mac OS X, x86_64, macosx-x86_64"
    })
    void platformsAreNamedAsTheJarsAre(String os, String arch, String expected) {
        assertEquals(expected, ExecutableSource.platform(os, arch));
    }
}
