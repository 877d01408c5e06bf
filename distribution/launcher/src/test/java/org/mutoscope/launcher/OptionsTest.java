package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Path HOME = Path.of("/opt/mutoscope");

    @Test
    void defaultsAreLoopbackAndTheCurrentDirectory() throws LaunchException {
        Options options = Options.parse(HOME, List.of());

        assertEquals("127.0.0.1", options.host());
        assertEquals(8484, options.port());
        assertEquals(Path.of("data").toAbsolutePath(), options.data());
        assertEquals(HOME.resolve("conf"), options.conf());
    }

    @Test
    void takesValuesAfterASpaceOrAnEqualsSign() throws LaunchException {
        Options options = Options.parse(HOME, List.of("--port=0", "--host", "::1", "--data", "/d", "--conf=/c=d"));

        assertEquals(new Options(HOME, Path.of("/d"), Path.of("/c=d"), "::1", 0, false), options);
    }

    @Test
    void thereIsNoShellUnlessItIsAskedFor() throws LaunchException {
        assertFalse(Options.parse(HOME, List.of()).shell());
        assertTrue(Options.parse(HOME, List.of("--port", "0", "--shell")).shell());
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        for (List<String> arguments : List.of(
                List.of("--prot", "1"),
                List.of("port"),
                List.of("--port"),
                List.of("--port", "-1"),
                List.of("--port", "65536"),
                List.of("--port", "http"),
                List.of("--shell=yes"),
                List.of("--port=99999999999"))) {
            LaunchException refusal = assertThrows(LaunchException.class, () -> Options.parse(HOME, arguments));
            assertEquals(ExitCode.USAGE, refusal.exitCode());
            assertTrue(refusal.getMessage().contains("usage: mutoscope up"), refusal.getMessage());
        }
    }
}
