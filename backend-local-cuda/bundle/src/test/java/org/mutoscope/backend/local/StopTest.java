package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However it ends, no process is left. {@link Station#close} looks for them in the system's list. */
@Timeout(300)
class StopTest {
    @TempDir
    Path folder;

    @Test
    void stopsWhileStarting() throws Exception {
        for (int i = 0; i < 5; i++) {
            Station.real(folder).close();
        }
    }

    @Test
    void stopsWhileRendering() throws Exception {
        Station.Rendering slow;
        try (Station station = Station.real(folder)) {
            station.ready();
            Attempt attempt = new Attempt();
            slow = station.begin(Clip.tiny("slow"), attempt);
            attempt.opened.await();
        }
        assertTrue(slow.awaitFailure("backend_stopped").retryable());
    }

    @Test
    void stopsAStoppedProcess() throws Exception {
        try (Station station = Station.real(folder)) {
            station.ready();
            Station.signal(station.process(), "STOP");
        }
    }

    @Test
    void stopsWhileStartsFail() throws Exception {
        try (Station station = Station.fake(folder, "never-starts")) {
            station.awaitWithdrawn();
        }
    }

    @Test
    void workersEndWithAKilledPlatform() throws Exception {
        Process platform = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandIn.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(platform.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("rendering", said.readLine());
            List<ProcessHandle> workers = Station.processes(folder.resolve("run"));
            assertEquals(1, workers.size());
            platform.destroyForcibly().waitFor();
            Station.awaitGone(workers.get(0));
            WorkerFolder.sweep(folder.resolve("run"));
            try (var left = Files.list(folder.resolve("run"))) {
                assertEquals(0, left.count(), "the next platform removes the folder");
            }
        } finally {
            platform.destroyForcibly();
        }
    }

    /** A platform that is killed while its worker renders. */
    static final class StandIn {
        private StandIn() {}

        public static void main(String[] arguments) throws Exception {
            Station station = Station.real(Path.of(arguments[0]));
            station.ready();
            Attempt attempt = new Attempt();
            station.begin(Clip.tiny("slow"), attempt);
            attempt.opened.await();
            System.out.println("rendering");
        }
    }
}
