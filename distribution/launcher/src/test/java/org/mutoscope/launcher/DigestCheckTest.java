package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCheckTest {
    @TempDir
    Path work;

    private Path jar;
    private List<LockedBundle> locked;
    private DigestCheck check;

    @BeforeEach
    void aSoundDistribution() throws IOException {
        jar = Files.writeString(work.resolve("a.jar"), "content");
        locked = List.of(new LockedBundle(1, "a:a:1", Sha256.of(jar), "a.jar"));
        check = new DigestCheck(work, work.resolve("verified"));
    }

    @Test
    void acceptsWhatIsLocked() throws Exception {
        check.verify(locked);
        check.verify(locked);
    }

    @Test
    void namesEveryBadJar() throws Exception {
        check.verify(locked);
        Files.writeString(jar, "CONTENT");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
        List<LockedBundle> two = List.of(locked.get(0), new LockedBundle(1, "b:b:1", "0".repeat(64), "b.jar"));

        LaunchException damage = assertThrows(LaunchException.class, () -> check.verify(two));

        assertEquals(ExitCode.DAMAGED, damage.exitCode());
        assertTrue(
                damage.getMessage().contains("a.jar is not the file of bundles.lock; b.jar is missing"),
                damage.getMessage());
    }

    @Test
    void aNewLockFileIsNotAnsweredFromMemory() throws Exception {
        check.verify(locked);
        List<LockedBundle> other = List.of(new LockedBundle(1, "a:a:1", "0".repeat(64), "a.jar"));

        assertThrows(LaunchException.class, () -> check.verify(other));
    }
}
