package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a partner works: a folder with the commands {@code mvn} and {@code mutoscope}. Maven's repository of this machine is only read; what is
 * fetched goes to {@code target/it-m2}.
 */
final class Workshop implements AutoCloseable {
    private static final Path FETCHED =
            Platform.TOP.resolve("itests/outside/target/it-m2").toAbsolutePath();
    private static final Path COMPLETE = FETCHED.resolve(".complete");

    private final Path place = Files.createTempDirectory("mutoscope-partner-");
    private final Map<String, String> environment = new TreeMap<>();

    Workshop() throws IOException {
        delete(FETCHED.resolve("org/mutoscope")); // what an earlier build offered
        command(
                "mvn",
                "#!/bin/sh\nexec '" + Platform.TOP.toAbsolutePath().normalize().resolve("mvnw")
                        + "' -Dmaven.repo.local='" + FETCHED
                        + "' -Dmaven.repo.local.tail='" + Path.of(System.getProperty("user.home"), ".m2/repository")
                        + "' "
                        + (Files.exists(COMPLETE) ? "-o -Daether.offline.protocols=file " : "") + "\"$@\"\n");
        command(
                "mutoscope",
                "#!/bin/sh\nexec '" + Platform.HOME.toAbsolutePath().resolve("bin/mutoscope") + "' \"$@\"\n");
        set("MUTOSCOPE_HOME", Platform.HOME.toAbsolutePath().normalize().toString());
    }

    private void command(String name, String script) throws IOException {
        Path file = Files.createDirectories(place.resolve("bin")).resolve(name);
        Files.writeString(file, script);
        check(file.toFile().setExecutable(true), "cannot make " + name + " executable");
    }

    /** Sets a variable for all commands. */
    Workshop set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** All that a partner's build needs was fetched: later ones are offline. */
    void complete() throws IOException {
        Files.writeString(COMPLETE, "");
    }

    /** A folder in it; the folder itself without a name. */
    Path folder(String name) {
        return place.resolve(name);
    }

    /** Runs commands that must succeed. */
    String shell(Path folder, String commands) throws Exception {
        return run(folder, commands, 0);
    }

    /** @param exit the exit code that is expected */
    String run(Path folder, String commands, int exit) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("PATH", place.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        equal(exit, process.waitFor(), "exit code of\n" + commands + "it said\n" + end(said) + "\nexit code");
        return said;
    }

    static String end(String said) {
        return said.substring(Math.max(0, said.length() - 4000));
    }

    /** Clears it up. */
    @Override
    public void close() throws IOException {
        delete(place);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
