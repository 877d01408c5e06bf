package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.backend.RenderOutcome;

/** A pool of real child processes for one test. Ends them, and makes sure that they are gone. */
final class Station implements WorkerPool.Listener, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final Path PACKAGES = Path.of("..", "worker", "src", "test", "resources", "packages")
            .toAbsolutePath()
            .normalize();

    private final LinkedBlockingQueue<Greeting> greetings = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Boolean> withdrawals = new LinkedBlockingQueue<>();
    private final Settings settings;
    private final WorkerPool pool;
    private volatile LocalBackend backend;

    private Station(Settings settings) {
        this.settings = settings;
        this.pool = new WorkerPool(settings, this);
        pool.open();
    }

    /** Workers as they are shipped, with the packages of the tests. */
    static Station real(Path folder) {
        return new Station(
                settings(folder, SettingsReader.MAIN_CLASS, List.of("device=cpu", "threads=1", "models=" + PACKAGES)));
    }

    /** Workers that misbehave. */
    static Station fake(Path folder, String mode) {
        return new Station(settings(folder, FakeWorker.class.getName(), List.of(mode)));
    }

    static Station of(Settings settings) {
        return new Station(settings);
    }

    static Settings settings(Path folder, String mainClass, List<String> arguments) {
        Settings.Program program = new Settings.Program(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                List.of(
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+DisplayVMOutputToStderr",
                        "-XX:-UsePerfData"),
                System.getProperty("java.class.path"),
                mainClass,
                arguments,
                "");
        Settings.Patience patience = new Settings.Patience(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE);
        return new Settings(program, patience, 1, folder.resolve("run"), WorkerFolder.owner(1));
    }

    static Settings with(Settings settings, Settings.Patience patience) {
        return new Settings(settings.program(), patience, settings.workers(), settings.runFolder(), settings.owner());
    }

    static Settings with(Settings settings, String option) {
        List<String> options = new ArrayList<>(settings.program().virtualMachine());
        options.add(option);
        Settings.Program old = settings.program();
        Settings.Program program = new Settings.Program(
                old.java(), options, old.classPath(), old.mainClass(), old.arguments(), old.libraryPath());
        return new Settings(program, settings.patience(), settings.workers(), settings.runFolder(), settings.owner());
    }

    @Override
    public void offered(Greeting greeting) {
        backend = new LocalBackend(pool, greeting, settings.workers(), () -> null);
        greetings.add(greeting);
    }

    @Override
    public void withdrawn() {
        withdrawals.add(true);
    }

    /** The model folders have changed. */
    void modelsChanged() {
        pool.renew();
    }

    /** Waits until a worker's process is there, which need not be ready. */
    void awaitProcess() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (processes(settings.runFolder()).isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "no worker was started");
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Waits until a worker is ready; again, until the next one is. */
    LocalBackend ready() throws InterruptedException {
        assertNotNull(greetings.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no worker became ready");
        return backend;
    }

    /** Waits until nobody is ready and starts have failed again and again. */
    void awaitWithdrawn() throws InterruptedException {
        assertNotNull(withdrawals.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the offer was not withdrawn");
    }

    /** Renders on another thread. */
    Rendering begin(Clip clip, Attempt attempt) {
        CompletableFuture<RenderOutcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(backend.render(clip, attempt));
            } catch (InterruptedException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        return new Rendering(thread, outcome);
    }

    /** A render on its thread. */
    record Rendering(Thread thread, CompletableFuture<RenderOutcome> outcome) {
        RenderOutcome await() throws InterruptedException, ExecutionException, TimeoutException {
            return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        RenderOutcome.Failed awaitFailure(String code)
                throws InterruptedException, ExecutionException, TimeoutException {
            RenderOutcome.Failed failed = (RenderOutcome.Failed) await();
            assertEquals(code, failed.code(), failed.message());
            return failed;
        }
    }

    /** The worker's process, found by its folder in the list of all processes: an independent witness. */
    ProcessHandle process() {
        return processes(settings.runFolder()).stream().findFirst().orElseThrow();
    }

    /** All processes whose command line names the folder. */
    static List<ProcessHandle> processes(Path runFolder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.isAlive() && commandLine(process).contains(runFolder + "/worker-"))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    static void awaitGone(ProcessHandle process) throws InterruptedException, ExecutionException, TimeoutException {
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the process has used so much more processor time. */
    static void awaitProcessorTime(ProcessHandle process, Duration more) {
        Duration enough = process.info().totalCpuDuration().orElseThrow().plus(more);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.info().totalCpuDuration().orElse(enough).compareTo(enough) < 0) {
            assertTrue(System.nanoTime() < deadline, "the process does nothing");
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        assertEquals(List.of(), processes(settings.runFolder()), "processes are left");
        if (Files.exists(settings.runFolder())) {
            try (var left = Files.list(settings.runFolder())) {
                assertTrue(left.findAny().isEmpty(), "folders are left");
            }
        }
    }
}
