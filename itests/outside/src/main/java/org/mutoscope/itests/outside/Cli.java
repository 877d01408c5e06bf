package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The command line, against a platform. */
final class Cli {
    private final Platform platform;

    /** @param platform where it points with {@code --data}; null for commands that need none */
    Cli(Platform platform) {
        this.platform = platform;
    }

    /** Runs a command. */
    Ran run(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Platform.HOME.resolve("bin/mutoscope").toString()));
        command.addAll(List.of(words));
        if (platform != null) {
            command.addAll(List.of("--data", platform.data.toString()));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out);
    }

    /** Runs a command that must succeed and answers JSON. */
    JsonNode json(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        Ran ran = run(all.toArray(String[]::new));
        Promises.equal(0, ran.exit(), String.join(" ", words) + " exit code; it said " + ran.out());
        return new ObjectMapper().readTree(ran.out());
    }

    /** What it did. */
    record Ran(int exit, String out) {}
}
