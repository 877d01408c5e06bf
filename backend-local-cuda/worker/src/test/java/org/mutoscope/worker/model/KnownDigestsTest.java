package org.mutoscope.worker.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

class KnownDigestsTest {
    private static final PackageFile WEIGHTS =
            new PackageFile("weights.bin", "0".repeat(64), 3, Map.of(), Map.of(), List.of());

    @TempDir
    Path folder;

    @Test
    void aFileIsKnownUntilItChanges() throws Exception {
        Path file = Files.write(folder.resolve("weights.bin"), new byte[3]);
        remember();
        assertTrue(KnownDigests.of(folder, true).has(WEIGHTS));
        PackageFile other = new PackageFile("weights.bin", "1".repeat(64), 3, Map.of(), Map.of(), List.of());
        assertFalse(KnownDigests.of(folder, true).has(other));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertFalse(KnownDigests.of(folder, true).has(WEIGHTS));
        remember();
        Files.write(file, new byte[4]);
        assertFalse(KnownDigests.of(folder, true).has(WEIGHTS));
    }

    @Test
    void smallPackagesLeaveNothingBehind() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[3]);
        KnownDigests known = KnownDigests.of(folder, false);
        known.add(WEIGHTS);
        known.save();
        assertFalse(known.has(WEIGHTS));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.allMatch(file -> file.endsWith("weights.bin")));
        }
    }

    @Test
    void aBrokenMemoryIsForgotten() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[3]);
        Files.writeString(folder.resolve(KnownDigests.FILE), "weights.bin=\\u12");
        assertFalse(KnownDigests.of(folder, true).has(WEIGHTS));
    }

    private void remember() throws Exception {
        KnownDigests known = KnownDigests.of(folder, true);
        known.add(WEIGHTS);
        known.save();
    }
}
