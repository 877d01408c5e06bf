package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A platform in a process of its own, on a data directory that outlives it. */
final class Platform implements AutoCloseable {
    static final Path TOP = Path.of(System.getProperty("mutoscope.top", "."));
    static final Path HOME =
            Path.of(System.getProperty("mutoscope.home", TOP + "/distribution/assembly/target/mutoscope"));
    static final Path BUNDLES = TOP.resolve("itests/bundles/target/bundles");
    /** Settings of the storage: a database on the server that the property names, or the embedded one. */
    static final String STORAGE = Optional.ofNullable(System.getProperty("mutoscope.postgres"))
            .map(url -> "engine = postgresql\nurl = " + url + "\nuser = mutoscope\n")
            .orElse("");

    private static final Duration START = Duration.ofSeconds(120);

    final Path data;
    private final Path conf;
    private String options = "";
    private Process process;
    private JsonNode ready;

    /** @param settings lines by file name, for the configuration directory */
    Platform(Map<String, String> settings) throws IOException {
        this(Files.createTempDirectory("mutoscope-accept-"), settings);
    }

    Platform(Path data, Map<String, String> settings) throws IOException {
        this.data = data;
        this.conf = Files.createTempDirectory("mutoscope-accept-conf-");
        for (Map.Entry<String, String> file : settings.entrySet()) {
            Files.writeString(conf.resolve(file.getKey()), file.getValue());
        }
    }

    /** The folder of its configuration. */
    Path conf() {
        return conf;
    }

    /** Changes a file of its configuration while it runs. */
    void configure(String file, String lines) throws IOException {
        Path part = conf.resolve(file + ".part");
        Files.writeString(part, lines);
        Files.move(part, conf.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    Platform start() throws Exception {
        Files.deleteIfExists(readyFile());
        process = launch();
        Promises.await(
                START,
                "the platform becomes ready; see " + log(),
                () -> Files.exists(readyFile()) || !process.isAlive());
        Promises.check(process.isAlive(), "the platform ended at start: " + tail());
        ready = new ObjectMapper().readTree(readyFile().toFile());
        return this;
    }

    /** Starts it without waiting. */
    Process launch() throws IOException {
        return launch(0);
    }

    /** Further options of its Java, before it is started. */
    void options(String further) {
        options = further;
    }

    Process launch(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/mutoscope").toString(),
                "up",
                "--port",
                String.valueOf(port),
                "--data",
                data.toString(),
                "--conf",
                conf.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
        if (!options.isEmpty()) {
            builder.environment().put("MUTOSCOPE_OPTS", options);
        }
        return builder.start();
    }

    private Path readyFile() {
        return data.resolve("run/ready.json");
    }

    File log() {
        return new File(conf.toFile(), "platform.log");
    }

    String tail() {
        try {
            String all = Files.readString(log().toPath());
            return all.substring(Math.max(0, all.length() - 1500));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return ready.path("url").asText();
    }

    Http admin() throws IOException {
        return new Http(url(), Files.readString(data.resolve("admin.key")).trim());
    }

    /** A new account with its key; more credits than the free ones if asked. */
    Http account(String name, long moreCredits) throws Exception {
        JsonNode account =
                admin().post("/api/v1/accounts", Map.of("name", name)).json();
        if (moreCredits > 0) {
            admin().post(
                            "/api/v1/admin/credits/grant",
                            Map.of(
                                    "account_id",
                                    account.path("account_id").asText(),
                                    "credits",
                                    moreCredits,
                                    "reason",
                                    "test"))
                    .ok();
        }
        return new Http(url(), account.path("api_key").asText());
    }

    /** Drops a jar into the deploy folder, as an operator does with cp and mv. */
    Path drop(String bundle) throws IOException {
        Path deploy = Files.createDirectories(data.resolve("deploy"));
        Path part = deploy.resolve(bundle + ".part");
        Files.copy(BUNDLES.resolve(bundle), part);
        return Files.move(part, deploy.resolve(bundle));
    }

    /** Waits until a billing provider is there, or gone. */
    void awaitProvider(String name, boolean there) throws Exception {
        Http admin = admin();
        Promises.await(Duration.ofSeconds(60), name + (there ? " is there" : " is gone"), () -> {
            try {
                return there
                        == admin.get("/api/v1/billing/providers")
                                .body()
                                .toString()
                                .contains('"' + name + '"');
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A bundle of the distribution. @param artifact without its version */
    static Path bundle(String artifact) throws IOException {
        try (var jars = Files.newDirectoryStream(HOME.resolve("lib/bundles"), "*" + artifact + "-[0-9]*.jar")) {
            return jars.iterator().next();
        }
    }

    /** A bundle that the distribution ships and does not start. @param word in its name */
    static Path optional(String word) throws IOException {
        try (var jars = Files.newDirectoryStream(HOME.resolve("optional"), "*" + word + "*.jar")) {
            return jars.iterator().next();
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its ONNX worker processes. */
    List<ProcessHandle> workers() {
        return process.descendants()
                .filter(p -> p.info().commandLine().orElse("").contains("org.mutoscope.worker"))
                .toList();
    }

    /** Its child processes of a program. @param name of the program's file, or how it begins */
    List<ProcessHandle> children(String name) {
        return process.descendants()
                .filter(p -> p.info()
                        .command()
                        .map(program ->
                                Path.of(program).getFileName().toString().startsWith(name))
                        .orElse(false))
                .toList();
    }

    @Override
    public void close() throws Exception {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the platform did not stop within 60 s of being asked");
            }
        }
    }

    /** Runs one of the platform's own media programs, {@code ffmpeg} or {@code ffprobe}. @return what it said */
    String media(String program, String... arguments) throws IOException, InterruptedException {
        Path found;
        try (Stream<Path> unpacked = Files.walk(data.resolve("natives"))) {
            found = unpacked.filter(path -> path.endsWith(program)).findFirst().orElseThrow();
        }
        List<String> command = new ArrayList<>(List.of(found.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", found.getParent().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Promises.equal(0, process.waitFor(), program + " said " + said);
        return said;
    }
}
