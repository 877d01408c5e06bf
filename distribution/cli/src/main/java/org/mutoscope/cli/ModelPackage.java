package org.mutoscope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with a {@code model.json}, as far as files go; what the graphs are worth the worker says. */
final class ModelPackage {
    private final Path folder;
    private final JsonNode manifest;

    private ModelPackage(Path folder, JsonNode manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    static ModelPackage read(Path folder) throws IOException {
        Path file = folder.resolve("model.json");
        if (!Files.isRegularFile(file)) {
            throw new Failure(Failure.FILE, folder + " is no model package: it has no model.json");
        }
        ModelPackage read = new ModelPackage(folder, json(file));
        if (!read.id().matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new Failure(
                    Failure.FILE,
                    "model.json of " + folder
                            + " names no model: id is of lower-case letters, digits, dots and dashes, at most 64");
        }
        return read;
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new Failure(
                    Failure.FILE,
                    file + " is no JSON (line " + e.getLocation().getLineNr()
                            + "); fetch the package again [model_json_unreadable]");
        }
    }

    String id() {
        return manifest.path("id").asText();
    }

    Path folder() {
        return folder;
    }

    JsonNode manifest() {
        return manifest;
    }

    /** Compares every file that the manifest names with what it says. @return a sentence for each that differs */
    List<String> differences() throws IOException {
        List<String> differences = new ArrayList<>();
        for (String group : List.of("graphs", "files")) {
            for (JsonNode file : manifest.path(group)) {
                compare(file, differences);
                for (JsonNode weights : file.path("external")) {
                    compare(weights, differences);
                }
            }
        }
        return differences;
    }

    private void compare(JsonNode file, List<String> differences) throws IOException {
        String name = file.path("file").asText();
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder.normalize()) || !Files.isRegularFile(path)) {
            differences.add(name + " is missing [model_file_missing]");
        } else if (Files.size(path) != file.path("bytes").asLong()) {
            differences.add(name + " has " + Files.size(path) + " bytes instead of "
                    + file.path("bytes").asLong() + " [model_file_size]");
        } else if (!Digests.sha256(path).equals(file.path("sha256").asText())) {
            differences.add(name + " is not the file that model.json describes [model_digest_wrong]");
        }
    }
}
