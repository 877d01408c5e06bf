package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A paper App Store in a process of its own: it sells for no money, and only the demo's platform believes it. */
final class PaperStore implements AutoCloseable {
    private static final String CONFIGURATION = "org.mutoscope.billing.appstore.cfg";
    private static final long START_SECONDS = 60;

    private final Path papers;
    private final Process process;
    private final Thread onExit = new Thread(this::stop);

    private PaperStore(Path papers, Process process) {
        this.papers = papers;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(onExit); // Ctrl-C must not leave a store behind
    }

    static PaperStore open() {
        try {
            Path papers = Files.createTempDirectory("mutoscope-paper-");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            program().toString(),
                            "serve",
                            "dir=" + papers)
                    .redirectErrorStream(true)
                    .redirectOutput(papers.resolve("paper.log").toFile())
                    .start();
            PaperStore store = new PaperStore(papers, process);
            store.awaitOpen();
            return store;
        } catch (IOException e) {
            throw failed("could not be started: " + e.getMessage(), e);
        }
    }

    private static Path program() throws IOException {
        Path folder = Path.of(System.getProperty("mutoscope.home", "."), "lib", "paper");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no program in " + folder));
        }
    }

    private void awaitOpen() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (Files.notExists(papers.resolve("paper-url.txt"))) { // written last
            if (!process.isAlive() || System.nanoTime() > end) {
                String said = read("paper.log");
                close();
                throw failed("did not open; it said: " + said, null);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Lets a platform believe this store, and says what its pack is worth. */
    void introduceTo(LocalPlatform platform) {
        platform.configure("org.mutoscope.billing.cfg", "products = pack100:100:10\n");
        platform.configure(CONFIGURATION, read(CONFIGURATION));
    }

    /** Buys the pack for whoever has this billing token. @return the signed transaction */
    String sell(String token) {
        Api counter = new Api(URI.create(read("paper-url.txt").strip()), "none");
        JsonNode sold = counter.post(
                "/paper/buy",
                Api.object().put("product", "pack100").put("price", "4000").put("token", token));
        return sold.path("signedTransaction").asText();
    }

    private String read(String file) {
        try {
            return Files.readString(papers.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed("left no " + file, e);
        }
    }

    private static Failure failed(String what, Exception cause) {
        return new Failure(Failure.UNAVAILABLE, "the paper App Store " + what, cause);
    }

    private void stop() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(papers)) {
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
