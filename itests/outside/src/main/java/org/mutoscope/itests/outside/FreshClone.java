package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first command of the README, as a newcomer runs it: a clone of what is committed, no Maven repository, nothing built. Java 17 builds it
 * and makes a clip, Java 25 makes one with the same build.
 */
final class FreshClone {
    void run() throws Exception {
        Path place = Files.createTempDirectory("mutoscope-clone-");
        try {
            Path clone = place.resolve("mutoscope");
            execute(
                    place,
                    Map.of(),
                    "git",
                    "clone",
                    "--quiet",
                    "--no-hardlinks",
                    Platform.TOP.toString(),
                    clone.toString());
            Path home = Files.createDirectories(place.resolve("home"));
            demo(clone, home, System.getProperty("java.home"));
            Optional<String> newer = java25();
            if (newer.isPresent()) {
                demo(clone, home, newer.get());
            } else {
                System.out.println("     SKIPPED half of F14: no Java 25 on this machine (set JAVA25_HOME)");
                check(System.getenv("CI") == null, "CI must have a Java 25");
            }
        } finally {
            try (Stream<Path> files = Files.walk(place)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private static void demo(Path clone, Path home, String java) throws Exception {
        Map<String, String> environment =
                Map.of("HOME", home.toString(), "JAVA_HOME", java, "MAVEN_OPTS", "-Duser.home=" + home);
        String said = execute(
                clone,
                environment,
                "./mutoscope",
                "demo",
                "a small blue fish swims left in the sea",
                "--out",
                "clips",
                "--json");
        JsonNode result = new ObjectMapper().readTree(said.substring(said.indexOf('{')));
        check(Files.size(Path.of(result.path("path").asText())) > 1000, "no clip");
        long captured = result.path("credits_captured").asLong();
        equal(
                result.path("credits_before").asLong() - captured,
                result.path("credits_after").asLong(),
                "credits after");
    }

    private static Optional<String> java25() throws IOException {
        String named = System.getenv("JAVA25_HOME");
        if (named != null) {
            return Optional.of(named);
        }
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> there = Files.list(all)) {
            return there.filter(p -> p.getFileName().toString().contains("25") && Files.exists(p.resolve("bin/javac")))
                    .map(Path::toString)
                    .findFirst();
        }
    }

    private static String execute(Path folder, Map<String, String> environment, String... command) throws Exception {
        File errors = File.createTempFile("mutoscope-clone", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectError(errors);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        check(
                exit == 0,
                String.join(" ", command) + " ended with " + exit + ": " + out + Files.readString(errors.toPath()));
        return out;
    }
}
