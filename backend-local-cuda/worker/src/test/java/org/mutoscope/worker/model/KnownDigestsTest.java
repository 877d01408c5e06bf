package org.mutoscope.worker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.worker.TestPackages;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

class KnownDigestsTest {
    private static final PackageFile WEIGHTS =
            new PackageFile("weights.bin", "0".repeat(64), 3, Map.of(), Map.of(), List.of());

    @TempDir
    Path folder;

    @Test
    void aFileIsKnownUntilItChanges() throws Exception {
        Path file = Files.write(folder.resolve("weights.bin"), new byte[3]);
        FileTime written = Files.getLastModifiedTime(file);
        remember();
        assertTrue(known(WEIGHTS));
        assertFalse(known(new PackageFile("weights.bin", "1".repeat(64), 3, Map.of(), Map.of(), List.of())));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertFalse(known(WEIGHTS));
        remember();
        Files.write(file, new byte[4]);
        assertFalse(known(WEIGHTS));
        // Another file in its place that says it was written at the same time.
        Files.write(file, new byte[3]);
        Files.setLastModifiedTime(file, written);
        remember();
        Path other = Files.write(folder.resolve("other"), new byte[] {1, 1, 1});
        Files.setLastModifiedTime(other, written);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertFalse(known(WEIGHTS));
    }

    @Test
    void smallPackagesLeaveNothingBehind() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[3]);
        KnownDigests known = KnownDigests.of(folder, false);
        known.add(WEIGHTS, stamp());
        assertFalse(known.has(WEIGHTS, stamp()));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.allMatch(file -> file.endsWith("weights.bin")));
        }
    }

    @Test
    void aBrokenMemoryIsForgotten() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[3]);
        Files.writeString(folder.resolve(KnownDigests.FILE), "weights.bin=\\u12");
        assertFalse(known(WEIGHTS));
    }

    @Test
    void whatAnotherWorkerFoundOutIsKept() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[3]);
        KnownDigests one = KnownDigests.of(folder, true);
        PackageFile other = new PackageFile("other.bin", "1".repeat(64), 3, Map.of(), Map.of(), List.of());
        KnownDigests.of(folder, true).add(other, "stamp");
        one.add(WEIGHTS, stamp());
        assertTrue(KnownDigests.of(folder, true).has(other, "stamp"));
        assertTrue(known(WEIGHTS));
    }

    /** A start that takes too long is cut short; the next one goes on behind the file it had come to. */
    @Test
    void eachFileIsRememberedAsSoonAsItWasRead() throws Exception {
        Path copy = TestPackages.copy(folder.resolve("package"));
        ModelManifest manifest = ManifestReader.read(copy);
        int[] calls = {0};
        Runnable killed = () -> {
            if (++calls[0] == 2) {
                throw new UncheckedIOException(new IOException("the platform has no patience left"));
            }
        };
        assertThrows(
                UncheckedIOException.class,
                () -> PackageFiles.check(copy, manifest, KnownDigests.of(copy, true), killed));
        PackageFile first = manifest.everyFile().get(0);
        assertTrue(KnownDigests.of(copy, true).has(first, FileStamp.of(copy.resolve(first.name()))));
    }

    @Test
    void aFileThatIsWrittenWhileItIsReadIsNotTrusted() throws Exception {
        Path copy = TestPackages.copy(folder.resolve("package"));
        ModelManifest manifest = ManifestReader.read(copy);
        Path first = copy.resolve(manifest.everyFile().get(0).name());
        byte[] content = Files.readAllBytes(first);
        content[0]++;
        Runnable writer = () -> {
            try {
                Files.write(first, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        PackageProblem problem = assertThrows(
                PackageProblem.class, () -> PackageFiles.check(copy, manifest, KnownDigests.of(copy, true), writer));
        assertEquals("model_file_changed", problem.code());
        assertFalse(Files.exists(copy.resolve(KnownDigests.FILE)));
    }

    private String stamp() throws IOException {
        return FileStamp.of(folder.resolve("weights.bin"));
    }

    private boolean known(PackageFile file) throws IOException {
        return KnownDigests.of(folder, true).has(file, stamp());
    }

    private void remember() throws IOException {
        KnownDigests.of(folder, true).add(WEIGHTS, stamp());
    }
}
