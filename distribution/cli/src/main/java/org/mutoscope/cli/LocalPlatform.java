package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A platform of our own on a fresh data directory: started, used, stopped, gone. */
final class LocalPlatform implements AutoCloseable {
    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Path data;
    private final JsonNode ready;
    private final Thread onExit = new Thread(this::stop);

    private LocalPlatform(Process process, Path data) {
        this.process = process;
        this.data = data;
        Runtime.getRuntime().addShutdownHook(onExit); // Ctrl-C must not leave a platform behind
        try {
            this.ready = awaitReady();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts one on a free port and waits until it can admit a job. */
    static LocalPlatform start() {
        try {
            Path data = Files.createTempDirectory("mutoscope-demo-");
            Path script = Path.of(System.getProperty("mutoscope.home", "."), "bin", "mutoscope");
            Files.createDirectory(conf(data));
            Process process = new ProcessBuilder(
                            script.toString(),
                            "up",
                            "--port",
                            "0",
                            "--data",
                            data.toString(),
                            "--conf",
                            conf(data).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(data.toFile(), "platform.log"))
                    .start();
            process.getOutputStream().close();
            return new LocalPlatform(process, data);
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the platform could not be started: " + e.getMessage(), e);
        }
    }

    private static Path conf(Path data) {
        return data.resolve("conf");
    }

    /** Puts a file into its configuration, which takes effect while it runs. */
    void configure(String file, String lines) {
        try {
            Path part = Files.writeString(data.resolve(file), lines);
            Files.move(part, conf(data).resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the platform could not be configured: " + e.getMessage(), e);
        }
    }

    private JsonNode awaitReady() {
        Path file = data.resolve("run").resolve("ready.json");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            if (Files.exists(file)) {
                try {
                    return new ObjectMapper().readTree(file.toFile());
                } catch (IOException e) {
                    throw new Failure(Failure.UNAVAILABLE, "cannot read " + file, e);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new Failure(Failure.UNAVAILABLE, "the platform did not become ready; it said:\n" + log());
    }

    private String log() {
        try {
            String all = Files.readString(data.resolve("platform.log"), StandardCharsets.UTF_8);
            return all.substring(Math.max(0, all.length() - 4000));
        } catch (IOException e) {
            return "(nothing: " + e.getMessage() + ")";
        }
    }

    double readySeconds() {
        return ready.path("ready_seconds").asDouble();
    }

    /** A client with this key. */
    Api as(String key) {
        return new Api(URI.create(ready.path("url").asText()), key);
    }

    /** A client with the administrator's key. */
    Api asAdmin() {
        try {
            return as(Files.readString(data.resolve("admin.key")).trim());
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the platform left no admin key in " + data, e);
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            // a temporary folder that stays behind harms nobody
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            return; // already exiting: the hook stops it
        }
        stop();
    }
}
