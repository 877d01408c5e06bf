package org.mutoscope.worker.describe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.model.PackageProblem;

/**
 * Makes the {@code model.json} of a folder as diffusers lays it out: classes from {@code model_index.json}, graphs and their names from the ONNX files,
 * scales from the configurations beside them, the rest from what is usual in the family. What it cannot know it asks for; nothing is guessed that would
 * only show as a bad picture.
 */
final class Description {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is a text even if it looks like a number. */
    private static final Set<String> TEXTS = Set.of("id", "name", "version", "licence", "pipeline");

    private final Folder folder;
    private final ObjectNode said;
    private final Missing missing = new Missing();

    private Description(Path folder, ObjectNode said) {
        this.folder = new Folder(folder);
        this.said = said;
    }

    /**
     * Describes.
     *
     * @param settings what the operator says, by path in model.json: {@code id}, {@code pipeline}, {@code sampling.steps} ...
     * @throws PackageProblem {@code model_import_incomplete} with all that is to be said; {@code model_import_pipeline}, or what is wrong with a file
     */
    static ObjectNode of(Path folder, Map<String, String> settings) throws PackageProblem {
        ObjectNode said = Folder.object();
        settings.forEach((path, value) -> put(said, path, value));
        return new Description(folder, said).make();
    }

    private static void put(ObjectNode into, String path, String value) {
        // graphs.ROLE.inputs.NAME: a name may have dots itself.
        String[] keys = path.split("\\.", path.startsWith("graphs.") ? 4 : -1);
        ObjectNode at = into;
        for (int i = 0; i < keys.length - 1; i++) {
            at = at.get(keys[i]) instanceof ObjectNode there ? there : at.putObject(keys[i]);
        }
        at.set(keys[keys.length - 1], TEXTS.contains(path) ? JSON.valueToTree(value) : value(value));
    }

    private static JsonNode value(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read.isNumber() || read.isContainerNode() || read.isBoolean() ? read : JSON.valueToTree(text);
        } catch (JsonProcessingException e) {
            return JSON.valueToTree(text);
        }
    }

    private ObjectNode make() throws PackageProblem {
        JsonNode index = folder.config("model_index.json");
        String pipeline = pipeline(index.path("_class_name").asText(""));
        ObjectNode family = families().path(pipeline).deepCopy();
        family.remove("classes");
        Graphs graphs = new Graphs(folder, said.path("graphs"), missing).look();
        ObjectNode manifest = Folder.object().put("format", 2);
        for (String key : List.of("id", "licence")) {
            if (!said.hasNonNull(key)) {
                missing.ask(
                        key.equals("id")
                                ? "the model's name in the API: --id NAME"
                                : "under which licence its weights are: --licence NAME");
            }
        }
        manifest.put("id", said.path("id").asText());
        manifest.put("name", said.path("name").asText(said.path("id").asText()));
        manifest.put("version", "1.0.0").put("licence", said.path("licence").asText());
        manifest.put("pipeline", pipeline).setAll(family);
        new Latents(folder, graphs, missing, said).describe(manifest);
        new Abilities(graphs, pipeline, missing, said).describe(manifest, index);
        manifest.set("graphs", graphs.described());
        manifest.set("files", files());
        long need = 200 + 2 * graphs.bytes() / 1_000_000;
        manifest.putObject("memory_mb").put("host", need).put("device", need);
        manifest.put("provenance", "Described at its import by Mutoscope.");
        merge(manifest, said);
        missing.check();
        return manifest;
    }

    private String pipeline(String className) throws PackageProblem {
        String wanted = said.path("pipeline").asText("");
        JsonNode families = families();
        if (wanted.isEmpty()) {
            for (Map.Entry<String, JsonNode> family : families.properties()) {
                for (JsonNode known : family.getValue().path("classes")) {
                    if (known.asText().equals(className)) {
                        return family.getKey();
                    }
                }
            }
        } else if (families.has(wanted)) {
            return wanted;
        }
        throw new PackageProblem(
                "model_import_pipeline",
                "the folder has no model.json, and "
                        + (wanted.isEmpty()
                                ? "its model_index.json names no class that is known here (\"" + className + "\"); say"
                                : "there is no pipeline \"" + wanted + "\"; say")
                        + " --pipeline svd, wan, animatediff or ltx");
    }

    private ObjectNode files() throws PackageProblem {
        ObjectNode files = Folder.object();
        if (folder.has("scheduler/scheduler_config.json")) {
            files.set("scheduler", folder.describe("scheduler/scheduler_config.json"));
        } else {
            missing.ask("the file scheduler/scheduler_config.json is not there: fetch it with the model");
        }
        if (folder.has("tokenizer/tokenizer.json")) {
            files.set("tokenizer", folder.describe("tokenizer/tokenizer.json"));
        } else if (folder.has("tokenizer/spiece.model")) {
            files.set("tokenizer", folder.describe("tokenizer/spiece.model"));
        } else if (folder.has("tokenizer/vocab.json") && folder.has("tokenizer/merges.txt")) {
            files.set("vocab", folder.describe("tokenizer/vocab.json"));
            files.set("merges", folder.describe("tokenizer/merges.txt"));
        }
        return files;
    }

    private static JsonNode families() {
        try (InputStream in = Description.class.getResourceAsStream("families.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("families.json is part of the worker", e);
        }
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode more && into.get(key) instanceof ObjectNode there) {
                merge(there, more);
            } else if (into.get(key) instanceof ArrayNode && !value.isArray()) {
                // A single value of a list.
                into.putArray(key).add(value);
            } else {
                into.set(key, value);
            }
        }
    }
}
