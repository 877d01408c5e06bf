package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The worker's program, asked to look at something: what it says is what the platform will hear. Nothing native is loaded here. */
final class Worker {
    private Worker() {}

    /**
     * Looks.
     *
     * @param natives folder with the libraries of ONNX Runtime; empty for those that are shipped
     * @param device {@code cpu} or {@code cuda}
     * @param models folder whose subfolders are packages; empty for none
     */
    static JsonNode inspect(Optional<Path> natives, String device, Optional<Path> models) throws IOException {
        List<String> options = new ArrayList<>();
        natives.ifPresent(folder -> options.add("-Donnxruntime.native.path=" + folder));
        List<String> program = new ArrayList<>(List.of("org.mutoscope.worker.Inspection", "device=" + device));
        models.ifPresent(folder -> program.add("models=" + folder));
        return run(options, program);
    }

    /** Has a folder of graphs described, which gets a model.json. @param settings what the operator says, by path in model.json */
    static JsonNode describe(Path folder, Map<String, String> settings) throws IOException {
        List<String> program = new ArrayList<>(List.of("org.mutoscope.worker.describe.Describe", folder.toString()));
        settings.forEach((key, value) -> program.add(key + "=" + value));
        return run(List.of(), program);
    }

    private static JsonNode run(List<String> options, List<String> program) throws IOException {
        Path scratch = Files.createTempDirectory("mutoscope-inspect-");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Program.java(),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    // Both compilers: only the optimizing one uses the processor's instructions for SHA-256, which
                    // gigabytes need.
                    "-Djava.io.tmpdir=" + scratch));
            command.addAll(options);
            command.addAll(List.of("-cp", Program.home().resolve("lib").resolve("worker") + "/*"));
            command.addAll(program);
            return new ObjectMapper().readTree(Program.run("the worker's program", command));
        } finally {
            Trees.delete(scratch);
        }
    }
}
