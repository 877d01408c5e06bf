package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path work;

    @Test
    void isHeldByOneAtATime() throws Exception {
        try (DataDirectory first = DataDirectory.open(work.resolve("data"))) {
            LaunchException refusal =
                    assertThrows(LaunchException.class, () -> DataDirectory.open(work.resolve("data")));
            assertEquals(ExitCode.DATA_LOCKED, refusal.exitCode());
            assertTrue(
                    refusal.getMessage()
                            .contains("process " + ProcessHandle.current().pid()),
                    refusal.getMessage());
            assertTrue(Files.isDirectory(first.run()));
        }
        DataDirectory.open(work.resolve("data")).close();
    }

    @Test
    void saysWhenItCannotBeWritten() throws IOException {
        Path file = Files.writeString(work.resolve("file"), "no directory");

        LaunchException refusal = assertThrows(LaunchException.class, () -> DataDirectory.open(file));

        assertEquals(ExitCode.DATA_UNUSABLE, refusal.exitCode());
    }
}
