package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of every key is what the shipped bundles say, and the shipped files pass the check that operators run. */
class ConfigurationPageTest {
    private static final Path PAGE = Shipped.TOP.resolve("distribution/docs/operate/configuration-reference.md");

    @Test
    void thePageIsWhatTheCommandPrints() throws Exception {
        assertEquals(
                run("config", "reference"),
                Files.readString(PAGE),
                "write it anew: distribution/assembly/target/mutoscope/bin/mutoscope config reference >" + PAGE);
    }

    @Test
    void theShippedFilesPassTheCheck() throws Exception {
        String said = run("config", "check");
        assertTrue(said.endsWith("nothing is wrong\n"), said);
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("mutoscope-house-", ".txt");
        try {
            ProcessBuilder command =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile());
            command.command().add(0, Shipped.HOME.resolve("bin/mutoscope").toString());
            int exit = command.start().waitFor();
            String said = Files.readString(out);
            assertEquals(0, exit, said);
            return said;
        } finally {
            Files.deleteIfExists(out);
        }
    }
}
