package org.mutoscope.worker.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.worker.model.PackageProblem;

/** The graphs of a folder, {@code ROLE/model.onnx}, as {@code model.json} lists them. */
final class Graphs {
    private static final String FILE = "/model.onnx";

    private final Folder folder;
    private final JsonNode said;
    private final Missing missing;
    private final Map<String, OnnxFile> found = new LinkedHashMap<>();
    private final ObjectNode described = Folder.object();

    /** @param said what the operator sets of {@code graphs} */
    Graphs(Folder folder, JsonNode said, Missing missing) {
        this.folder = folder;
        this.said = said;
        this.missing = missing;
    }

    /** Looks at all of them. */
    Graphs look() throws PackageProblem {
        for (String role : Ports.roles()) {
            if (folder.has(role + FILE)) {
                look(role);
            }
        }
        return this;
    }

    private void look(String role) throws PackageProblem {
        OnnxFile graph = OnnxFile.read(role + FILE, folder.path(role + FILE));
        Map<String, String> inputs = Ports.inputs(role, graph.inputs().keySet(), said(role, "inputs"));
        Map<String, String> outputs = Ports.outputs(role, graph.outputs().keySet(), said(role, "outputs"));
        for (String name : graph.inputs().keySet()) {
            if (!inputs.containsValue(name)) {
                missing.ask("what the input \"" + name + "\" of " + role + " is: --set graphs." + role + ".inputs.NAME="
                        + name);
            }
        }
        for (String name : Ports.outputs(role)) {
            if (!outputs.containsKey(name)) {
                missing.ask("which of " + graph.outputs().keySet() + " of " + role + " is its \"" + name
                        + "\": --set graphs." + role + ".outputs." + name + "=OUTPUT");
            }
        }
        ObjectNode entry = folder.describe(role + FILE);
        inputs.forEach(entry.putObject("inputs")::put);
        outputs.forEach(entry.putObject("outputs")::put);
        if (!graph.external().isEmpty()) {
            ArrayNode external = entry.putArray("external");
            for (String file : graph.external()) {
                external.add(weights(role, file));
            }
        }
        found.put(role, graph);
        described.set(role, entry);
    }

    private ObjectNode weights(String role, String file) throws PackageProblem {
        if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new PackageProblem(
                    "model_file_missing",
                    "the weights of " + role + " are said to lie in \"" + file
                            + "\", not beside the graph; export it again");
        }
        return folder.describe(role + "/" + file);
    }

    private Map<String, String> said(String role, String side) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> name : said.path(role).path(side).properties()) {
            names.put(name.getKey(), name.getValue().asText());
        }
        return names;
    }

    boolean has(String role) {
        return found.containsKey(role);
    }

    /** Length of an axis of an input or output, by our name; -1 if it is free or not there. */
    long length(String role, String side, String name, int axis) {
        String actual = described.path(role).path(side).path(name).asText("");
        Map<String, List<Long>> ports = side.equals("inputs")
                ? found.get(role).inputs()
                : found.get(role).outputs();
        List<Long> shape = ports.getOrDefault(actual, List.of());
        return axis < shape.size() ? shape.get(axis) : -1;
    }

    /** Number of axes of an input or output, by our name; 0 if it is not there. */
    int rank(String role, String side, String name) {
        Map<String, List<Long>> ports = side.equals("inputs")
                ? found.get(role).inputs()
                : found.get(role).outputs();
        return ports.getOrDefault(actual(role, side, name), List.of()).size();
    }

    /** The graph's own name for an input or output of ours; empty if it has none. */
    String actual(String role, String side, String name) {
        return described.path(role).path(side).path(name).asText("");
    }

    /** As model.json lists them. */
    ObjectNode described() {
        return described;
    }

    /** Leaves one out. */
    void drop(String role) {
        found.remove(role);
        described.remove(role);
    }

    /** Bytes of all of them. */
    long bytes() {
        long bytes = 0;
        for (JsonNode graph : described) {
            bytes += graph.path("bytes").asLong();
            for (JsonNode weights : graph.path("external")) {
                bytes += weights.path("bytes").asLong();
            }
        }
        return bytes;
    }
}
