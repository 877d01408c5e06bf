package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.backend.RenderOutcome;

/** What can go wrong with a worker: each costs one attempt, is named, and the next worker serves. */
@Timeout(300)
class WorkerFaultsTest {
    @TempDir
    Path folder;

    @Test
    void aKilledWorkerIsNamedAndReplaced() throws Exception {
        try (Station station = Station.real(folder)) {
            station.ready();
            ProcessHandle first = station.process();
            Attempt attempt = new Attempt();
            Station.Rendering slow = station.begin(Clip.tiny("slow"), attempt);
            attempt.opened.await();
            Station.signal(first, "KILL");
            assertTrue(slow.awaitFailure("worker_died").retryable());
            LocalBackend backend = station.ready();
            assertNotEquals(first.pid(), station.process().pid());
            assertInstanceOf(RenderOutcome.Completed.class, backend.render(Clip.tiny("red"), new Attempt()));
        }
    }

    @Test
    void anIdleWorkerThatDiesIsReplaced() throws Exception {
        try (Station station = Station.real(folder)) {
            station.ready();
            Station.signal(station.process(), "KILL");
            LocalBackend backend = station.ready();
            assertInstanceOf(RenderOutcome.Completed.class, backend.render(Clip.tiny("red"), new Attempt()));
        }
    }

    @Test
    void aStoppedWorkerIsNamedAndReplaced() throws Exception {
        Duration heartbeat = Duration.ofSeconds(5);
        Settings.Patience patience = new Settings.Patience(
                Station.PATIENCE, heartbeat, Station.PATIENCE, Duration.ofSeconds(1), Station.PATIENCE);
        List<String> arguments = List.of("device=cpu", "threads=1", "models=" + Station.PACKAGES);
        Settings settings = Station.settings(folder, SettingsReader.MAIN_CLASS, arguments);
        try (Station station = Station.of(Station.with(settings, patience))) {
            station.ready();
            ProcessHandle first = station.process();
            Attempt attempt = new Attempt();
            Station.Rendering slow = station.begin(Clip.tiny("slow"), attempt);
            attempt.opened.await();
            Station.signal(first, "STOP");
            assertTrue(slow.awaitFailure("worker_hung").retryable());
            Station.awaitGone(first);
            LocalBackend backend = station.ready();
            assertInstanceOf(RenderOutcome.Completed.class, backend.render(Clip.tiny("red"), new Attempt()));
        }
    }

    @Test
    void aStoppedWorkerWithAFullPipeIsNamedAsWell() throws Exception {
        Settings.Patience patience = new Settings.Patience(
                Station.PATIENCE, Duration.ofSeconds(5), Station.PATIENCE, Duration.ofSeconds(1), Station.PATIENCE);
        Settings settings =
                Station.with(Station.settings(folder, FakeWorker.class.getName(), List.of("is-silent")), patience);
        try (Station station = Station.of(settings)) {
            station.ready();
            Station.signal(station.process(), "STOP");
            // Longer than the 64 KiB of a pipe: writing it blocks.
            station.begin(Clip.tiny("slow ".repeat(60_000)), new Attempt()).awaitFailure("worker_hung");
        }
    }

    @Test
    void aRenderWithoutProgressIsNamed() throws Exception {
        Settings.Patience patience = new Settings.Patience(
                Station.PATIENCE, Station.PATIENCE, Duration.ofSeconds(2), Duration.ofSeconds(1), Station.PATIENCE);
        Settings settings =
                Station.with(Station.settings(folder, FakeWorker.class.getName(), List.of("is-silent")), patience);
        try (Station station = Station.of(settings)) {
            station.ready();
            RenderOutcome.Failed failed =
                    station.begin(Clip.tiny("red"), new Attempt()).awaitFailure("worker_hung");
            assertEquals("the worker made no progress for 2 s", failed.message());
        }
    }

    /** Loading a model has a limit of its own, and it ends with the loading. */
    @ParameterizedTest
    @CsvSource({
        "opens-for-ever, 90, 1, a graph was not open after 1 s; raise open.seconds if its weights are large",
        "opens-and-falls-silent, 1, 90, the worker made no progress for 1 s"
    })
    void aModelThatIsNeverLoadedIsNamed(String mode, int stall, int open, String message) throws Exception {
        Settings.Patience patience = new Settings.Patience(
                Station.PATIENCE,
                Station.PATIENCE,
                Duration.ofSeconds(stall),
                Duration.ofSeconds(1),
                Duration.ofSeconds(open));
        Settings settings = Station.with(Station.settings(folder, FakeWorker.class.getName(), List.of(mode)), patience);
        try (Station station = Station.of(settings)) {
            station.ready();
            assertEquals(
                    message,
                    station.begin(Clip.tiny("red"), new Attempt())
                            .awaitFailure("worker_hung")
                            .message());
        }
    }

    /** Whether it has read the folders before or after the package came, nobody can know. */
    @Test
    void aPackageThatComesWhileAWorkerStartsIsOffered() throws Exception {
        Path gate = folder.resolve("gate");
        try (Station station = Station.fake(folder, "waits-for=" + gate)) {
            station.awaitProcess();
            station.modelsChanged();
            Files.createFile(gate);
            station.ready();
            station.ready();
        }
    }

    @Test
    void aWorkerThatIgnoresACancelIsKilled() throws Exception {
        Settings.Patience patience = new Settings.Patience(
                Station.PATIENCE, Station.PATIENCE, Station.PATIENCE, Duration.ofSeconds(1), Station.PATIENCE);
        Settings settings =
                Station.with(Station.settings(folder, FakeWorker.class.getName(), List.of("is-silent")), patience);
        try (Station station = Station.of(settings)) {
            station.ready();
            ProcessHandle first = station.process();
            Attempt attempt = new Attempt();
            Station.Rendering deaf = station.begin(Clip.tiny("red"), attempt);
            attempt.opened.await();
            deaf.thread().interrupt();
            assertInstanceOf(
                    InterruptedException.class,
                    assertThrows(ExecutionException.class, deaf::await).getCause());
            Station.awaitGone(first);
            station.ready();
        }
    }

    @ParameterizedTest
    @CsvSource({"hungry, 32x48", "red, 2048x2048"})
    void wantOfMemoryIsNamedAndTheWorkerReplaced(String prompt, String size) throws Exception {
        try (Station station = Station.real(folder)) {
            station.ready();
            ProcessHandle first = station.process();
            station.begin(Clip.tiny(prompt).size(size), new Attempt()).awaitFailure("out_of_memory");
            Station.awaitGone(first);
            assertInstanceOf(RenderOutcome.Completed.class, station.ready().render(Clip.tiny("red"), new Attempt()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prints",
                "cuts",
                "sends-wild-length",
                "sends-short-frame",
                "sends-frame-without-number",
                "skips-a-frame",
                "is-done-too-early",
                "sends-too-many",
                "says-hello-again",
                "fails-without-code"
            })
    void garbageIsNamed(String mode) throws Exception {
        try (Station station = Station.fake(folder, mode)) {
            station.ready();
            ProcessHandle first = station.process();
            assertTrue(station.begin(Clip.tiny("red"), new Attempt())
                    .awaitFailure("worker_garbled")
                    .retryable());
            Station.awaitGone(first);
            station.ready();
        }
    }

    @Test
    void anExitIsNamed() throws Exception {
        try (Station station = Station.fake(folder, "exits")) {
            station.ready();
            RenderOutcome.Failed failed =
                    station.begin(Clip.tiny("red"), new Attempt()).awaitFailure("worker_died");
            assertTrue(failed.message().contains("exit code 7"), failed.message());
        }
    }

    @Test
    void chatterWithoutARequestEndsTheWorker() throws Exception {
        try (Station station = Station.fake(folder, "chatters")) {
            station.ready();
            station.ready();
        }
    }

    @Test
    void aRefusalIsPassedOn() throws Exception {
        try (Station station = Station.fake(folder, "refuses")) {
            LocalBackend backend = station.ready();
            assertEquals(
                    new RenderOutcome.Refused("not_today", "ask tomorrow"),
                    backend.render(Clip.tiny("red"), new Attempt()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"never-starts", "prints-first", "offers-nothing", "other-protocol"})
    void aWorkerThatCannotServeIsWithdrawn(String mode) throws Exception {
        try (Station station = Station.fake(folder, mode)) {
            station.awaitWithdrawn();
        }
    }

    @Test
    void aWorkerThatIsNeverReadyIsEnded() throws Exception {
        Settings.Patience patience = new Settings.Patience(
                Duration.ofSeconds(1), Station.PATIENCE, Station.PATIENCE, Station.PATIENCE, Station.PATIENCE);
        Settings settings = Station.settings(folder, FakeWorker.class.getName(), List.of("never-speaks"));
        try (Station station = Station.of(Station.with(settings, patience))) {
            station.awaitWithdrawn();
        }
    }

    @Test
    void aMissingProgramIsNoDrama() throws Exception {
        Settings.Program program = new Settings.Program("/does/not/exist", List.of(), "none", "none", List.of(), "");
        Settings usual = Station.settings(folder, "none", List.of());
        Settings settings = new Settings(program, usual.patience(), 1, usual.runFolder(), usual.owner());
        try (Station station = Station.of(settings)) {
            station.awaitWithdrawn();
        }
    }

    @Test
    void cudaWithoutADeviceOffersNothing() throws Exception {
        List<String> arguments = List.of("device=cuda", "threads=1", "models=" + Station.PACKAGES);
        try (Station station = Station.of(Station.settings(folder, SettingsReader.MAIN_CLASS, arguments))) {
            station.awaitWithdrawn();
        }
    }
}
