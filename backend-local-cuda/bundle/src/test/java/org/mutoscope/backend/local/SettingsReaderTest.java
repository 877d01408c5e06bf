package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    private static final Settings.Places PLACES = new Settings.Places(Path.of("/home/m"), Path.of("/data/m"));

    @Test
    void hasDefaultsForEverything() {
        Settings settings = read(Map.of());
        assertEquals("/home/m/lib/worker/*", settings.program().classPath());
        assertTrue(settings.program()
                .arguments()
                .containsAll(List.of("device=auto", "models=/home/m/models", "models=/data/m/models")));
        assertTrue(settings.program().virtualMachine().contains("-Xmx256m"));
        assertEquals(Path.of("/data/m/run"), settings.runFolder());
        assertEquals(1, settings.workers());
    }

    @Test
    void takesWhatIsConfigured() {
        Settings settings = read(Map.of(
                "model_folders", " ${mutoscope.data}/a , /b,",
                "worker_classpath", "${mutoscope.home}/w/*",
                "worker_natives", "/opt/ort",
                "worker_library_path", "/opt/cuda",
                "threads", 3,
                "stall_seconds", 7));
        assertEquals("/home/m/w/*", settings.program().classPath());
        assertTrue(settings.program().virtualMachine().contains("-Donnxruntime.native.path=/opt/ort"));
        assertEquals("/opt/cuda", settings.program().libraryPath());
        assertEquals(
                List.of("models=/data/m/a", "models=/b"),
                settings.program().arguments().stream()
                        .filter(a -> a.startsWith("models="))
                        .toList());
        assertTrue(settings.program().arguments().contains("threads=3"));
        assertEquals(7, settings.patience().stall().toSeconds());
    }

    @Test
    void reportsAllProblemsAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> read(Map.of("device", "gpu", "workers", 0, "threads", -1, "worker_heap_mb", 1)))
                .getMessage();
        for (String part : List.of(
                "device is auto, cpu or cuda, not gpu",
                "workers is from 1 to 64, not 0",
                "threads",
                "worker.heap.mb")) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void theFileForOperatorsNamesEveryKey() throws IOException {
        Path file = Path.of("..", "..", "distribution", "assembly", "src", "conf", LocalConfig.PID + ".cfg");
        // All keys stand there at their defaults, commented out.
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        assertTrue(properties.isEmpty());
        TreeSet<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.matches("#[a-z.]+=.*")) {
                documented.add(line.substring(1, line.indexOf('=')));
            }
        }
        TreeSet<String> known = new TreeSet<>();
        Arrays.stream(LocalConfig.class.getDeclaredMethods())
                .forEach(m -> known.add(m.getName().replace('_', '.')));
        assertEquals(known, documented);
    }

    private static Settings read(Map<String, Object> values) {
        return new SettingsReader(ConfigOf.of(values), PLACES).read("1-1");
    }
}
