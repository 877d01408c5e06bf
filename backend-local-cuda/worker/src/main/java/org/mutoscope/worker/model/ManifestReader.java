package org.mutoscope.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.mutoscope.worker.model.ModelManifest.Clip;
import org.mutoscope.worker.model.ModelManifest.Memory;
import org.mutoscope.worker.model.ModelManifest.PackageFile;
import org.mutoscope.worker.model.ModelManifest.Sampler;

/** Reads {@code model.json}. */
final class ManifestReader {
    static final String FILE = "model.json";
    private static final int SPRITE = 1;
    private static final int DIFFUSION = 2;
    private static final String LAYERS = "layers";
    private static final long LARGEST = 1 << 20;
    private static final long LARGEST_FILE = 64L << 30;
    private static final long MOST_MEGABYTES = 1 << 22;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    // At most one separator and no leading dot: a package cannot point outside its folder.
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final Pattern FILE_NAME = Pattern.compile("(" + NAME + "/)?" + NAME);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private ManifestReader() {}

    static ModelManifest read(Path folder) throws PackageProblem {
        JsonFields json = new JsonFields("", tree(folder.resolve(FILE)));
        long format = json.whole("format", 0, Integer.MAX_VALUE);
        if (format != SPRITE && format != DIFFUSION) {
            throw new PackageProblem(
                    "model_format_unknown",
                    "model.json has format " + format + ", this version reads 1 and 2; update Mutoscope");
        }
        return new ModelManifest(
                json.text("id", ID, "lower-case letters, digits, dots and dashes, at most 64"),
                json.text("name", LINE, "a line of at most 200 characters"),
                json.text("version", LINE, "a line of at most 200 characters"),
                json.text("licence", LINE, "a line of at most 200 characters"),
                json.text("pipeline", LINE, "a line of at most 200 characters"),
                json.texts("tasks", ID, "names in lower case"),
                clip(json),
                format == SPRITE ? sprite(json.object("sampler")) : DiffusionReader.read(json),
                files(json, "graphs", true),
                files(json, "files", false),
                memory(json));
    }

    private static Memory memory(JsonFields json) throws PackageProblem {
        if (!json.has("memory_mb")) {
            return new Memory(0, 0);
        }
        JsonFields memory = json.object("memory_mb");
        return new Memory(memory.whole("host", 0, MOST_MEGABYTES, 0), memory.whole("device", 0, MOST_MEGABYTES, 0));
    }

    private static JsonNode tree(Path file) throws PackageProblem {
        if (!Files.isRegularFile(file)) {
            throw new PackageProblem(
                    "model_json_missing",
                    "the folder has no model.json; put a whole model package there or remove the folder");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new PackageProblem(
                        "model_json_unreadable", "model.json has more than 1 MiB; fetch the package again");
            }
            JsonNode tree = new ObjectMapper().readTree(Files.readAllBytes(file));
            return tree;
        } catch (JsonProcessingException e) {
            throw new PackageProblem("model_json_unreadable", "model.json is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new PackageProblem("model_json_unreadable", "model.json cannot be read: " + e.getMessage());
        }
    }

    private static Clip clip(JsonFields json) throws PackageProblem {
        List<Size> sizes = new ArrayList<>();
        String wanted = "sizes WIDTHxHEIGHT with even sides from 2 to " + Size.MAX_SIDE;
        for (String text : json.texts("render_sizes", LINE, wanted)) {
            try {
                sizes.add(Size.parse(text));
            } catch (IllegalArgumentException e) {
                throw PackageProblem.field("render_sizes", wanted);
            }
        }
        return new Clip(
                (int) json.whole("frames_per_second", 1, 60), json.wholes("seconds", 1, 120), List.copyOf(sizes));
    }

    private static ModelManifest.Recipe sprite(JsonFields json) throws PackageProblem {
        String type = json.text("type", LINE, "the name of a sampler");
        return type.equals(LAYERS) ? new ModelManifest.Layers() : sampler(type, json);
    }

    private static Sampler sampler(String type, JsonFields json) throws PackageProblem {
        return new Sampler(
                type,
                (int) json.whole("first_frame_steps", 1, 1000),
                (int) json.whole("steps", 1, 1000),
                json.decimal("guidance", 0, 50),
                json.decimal("time_floor", 1e-6, 1));
    }

    private static Map<String, PackageFile> files(JsonFields json, String key, boolean graphs) throws PackageProblem {
        Map<String, PackageFile> files = new LinkedHashMap<>();
        for (Map.Entry<String, JsonFields> entry : json.objects(key).entrySet()) {
            files.put(entry.getKey(), file(entry.getValue(), graphs));
        }
        return files;
    }

    private static PackageFile file(JsonFields file, boolean graph) throws PackageProblem {
        List<PackageFile> external = new ArrayList<>();
        for (JsonFields weights : file.list("external")) {
            external.add(file(weights, false));
        }
        return new PackageFile(
                file.text("file", FILE_NAME, "a file name, perhaps with one folder before it"),
                file.text("sha256", DIGEST, "64 hexadecimal digits in lower case"),
                file.whole("bytes", 1, LARGEST_FILE),
                graph ? file.names("inputs", LINE, "names") : Map.of(),
                graph ? file.names("outputs", LINE, "names") : Map.of(),
                List.copyOf(external));
    }
}
