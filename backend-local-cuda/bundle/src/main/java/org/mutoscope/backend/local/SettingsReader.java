package org.mutoscope.backend.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes {@link Settings} of the configuration. All problems are reported at once. */
final class SettingsReader {
    static final String MAIN_CLASS = "org.mutoscope.worker.WorkerMain";
    private static final Duration CANCEL = Duration.ofSeconds(1);

    private final LocalConfig config;
    private final Settings.Places places;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(LocalConfig config, Settings.Places places) {
        this.config = config;
        this.places = places;
    }

    /** @throws IllegalArgumentException with all problems if there are any */
    Settings read(String owner) {
        if (!List.of("auto", "cpu", "cuda").contains(config.device())) {
            problems.add("device is auto, cpu or cuda, not " + config.device());
        }
        range("workers", config.workers(), 1, 64);
        range("threads", config.threads(), 0, 1024);
        range("worker.heap.mb", config.worker_heap_mb(), 16, 65_536);
        range("cuda.memory.mb", config.cuda_memory_mb(), 0, Integer.MAX_VALUE);
        range("start.seconds", config.start_seconds(), 1, 3_600);
        range("heartbeat.seconds", config.heartbeat_seconds(), 1, 3_600);
        range("stall.seconds", config.stall_seconds(), 1, 86_400);
        range("open.seconds", config.open_seconds(), 1, 86_400);
        range("model.watch.seconds", config.model_watch_seconds(), 0, 3_600);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(LocalConfig.PID + ": " + String.join("; ", problems));
        }
        return new Settings(
                program(), patience(), config.workers(), places.data().resolve("run"), owner);
    }

    private void range(String key, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add(key + " is from " + least + " to " + most + ", not " + value);
        }
    }

    private Settings.Patience patience() {
        return new Settings.Patience(
                Duration.ofSeconds(config.start_seconds()),
                Duration.ofSeconds(config.heartbeat_seconds()),
                Duration.ofSeconds(config.stall_seconds()),
                CANCEL,
                Duration.ofSeconds(config.open_seconds()));
    }

    private Settings.Program program() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Settings.Program(
                text(config.worker_java(), java.toString()),
                virtualMachine(),
                text(config.worker_classpath(), places.home().resolve("lib").resolve("worker") + "/*"),
                MAIN_CLASS,
                arguments(),
                text(config.worker_library_path(), ""));
    }

    private List<String> virtualMachine() {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + config.worker_heap_mb() + "m",
                // Frees memory sooner and needs fewer threads than the default collector.
                "-XX:+UseSerialGC",
                // The work is done in native code; the optimizing compiler would only take time from it, most of all at
                // the start.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                // Whatever the virtual machine itself prints must not get between the messages.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-UsePerfData"));
        if (Runtime.version().feature() >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (!config.worker_natives().isBlank()) {
            options.add("-Donnxruntime.native.path="
                    + natives(config.worker_natives().strip()));
        }
        return options;
    }

    /** A bare name is a set that {@code mutoscope natives install} has unpacked. */
    private String natives(String configured) {
        return configured.matches("[a-z0-9]+")
                ? places.data().resolve("natives").resolve(configured).toString()
                : places.expand(configured);
    }

    private List<String> arguments() {
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / config.workers());
        List<String> arguments = new ArrayList<>();
        arguments.add("device=" + config.device());
        arguments.add("threads=" + (config.threads() == 0 ? share : config.threads()));
        arguments.add("cuda.memory.mb=" + config.cuda_memory_mb());
        arguments.add("parent=" + ProcessHandle.current().pid());
        String usual = places.home().resolve("models") + "," + places.data().resolve("models");
        Arrays.stream(text(config.model_folders(), usual).split(","))
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .forEach(folder ->
                        arguments.add(Settings.MODELS + Path.of(folder).toAbsolutePath()));
        return arguments;
    }

    private String text(String configured, String usual) {
        return configured.isBlank() ? usual : places.expand(configured.strip());
    }
}
