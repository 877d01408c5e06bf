package org.mutoscope.worker.diffusion;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.model.PackageProblem;

/** The inputs or the outputs of a graph: our names, the graph's own names, types and shapes as the graph itself tells them. */
final class GraphPorts {
    private final String role;
    private final String side;
    private final Map<String, String> actual;
    private final Map<String, TensorInfo> found = new LinkedHashMap<>();

    private GraphPorts(String role, String side, Map<String, String> actual) {
        this.role = role;
        this.side = side;
        this.actual = actual;
    }

    /**
     * Compares model.json with the graph.
     *
     * @param side {@code inputs} or {@code outputs}, for messages
     * @param actual our names to the graph's own
     * @param said what the graph says
     * @throws PackageProblem {@code model_graph_inputs} or {@code model_graph_outputs}
     */
    static GraphPorts of(String role, String side, Map<String, String> actual, Map<String, NodeInfo> said)
            throws PackageProblem {
        GraphPorts ports = new GraphPorts(role, side, actual);
        // Every input must be fed; outputs that nobody asks for may be there.
        boolean fits = side.equals("inputs")
                ? said.keySet().equals(Set.copyOf(actual.values()))
                : said.keySet().containsAll(actual.values());
        if (!fits) {
            throw ports.problem(
                    "the graph has the " + side + " " + said.keySet() + ", model.json says " + actual.values());
        }
        for (Map.Entry<String, String> name : actual.entrySet()) {
            if (!(said.get(name.getValue()).getInfo() instanceof TensorInfo info) || !Slot.TYPES.contains(info.type)) {
                throw ports.problem(name.getValue() + " is "
                        + said.get(name.getValue()).getInfo() + ", no tensor of numbers this version can handle");
            }
            ports.found.put(name.getKey(), info);
        }
        return ports;
    }

    /** Wants a tensor of this shape, -1 for any length. @throws PackageProblem if there is none */
    GraphPorts wants(String name, long... shape) throws PackageProblem {
        long[] given = wantsAny(name).shape(name);
        boolean fits = given.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = given[i] < 0 || shape[i] < 0 || given[i] == shape[i];
        }
        if (!fits) {
            throw problem(name + " has the shape " + text(given) + " instead of " + text(shape));
        }
        return this;
    }

    /** Wants a tensor, of whatever shape. @throws PackageProblem if there is none */
    GraphPorts wantsAny(String name) throws PackageProblem {
        if (!has(name)) {
            throw problem("it has no " + name + ", only " + names());
        }
        return this;
    }

    /** Wants one number, or one for each of the batch. @throws PackageProblem if there is none */
    GraphPorts wantsNumber(String name) throws PackageProblem {
        long[] given = wantsAny(name).shape(name);
        if (given.length > 1) {
            throw problem(
                    name + " has the shape " + text(given) + " instead of one number, or one for each of a batch");
        }
        return this;
    }

    /** Wants a tensor of this type. @throws PackageProblem if it has another */
    GraphPorts wantsType(String name, OnnxJavaType type) throws PackageProblem {
        if (type(name) != type) {
            throw problem(name + " is of type " + type(name) + " instead of " + type);
        }
        return this;
    }

    /** Refuses whatever the pipeline does not know to feed. @throws PackageProblem if there is more */
    GraphPorts andNothingElse(Set<String> known) throws PackageProblem {
        for (String name : found.keySet()) {
            if (!known.contains(name)) {
                throw problem("this version does not know what " + name + " is");
            }
        }
        return this;
    }

    boolean has(String name) {
        return found.containsKey(name);
    }

    Set<String> names() {
        return found.keySet();
    }

    /** The graph's own name. */
    String actual(String name) {
        return actual.get(name);
    }

    Set<String> actual() {
        return Set.copyOf(actual.values());
    }

    OnnxJavaType type(String name) {
        return found.get(name).type;
    }

    /** The shape as the graph tells it, -1 for a free length. */
    long[] shape(String name) {
        return found.get(name).getShape();
    }

    private PackageProblem problem(String what) {
        return new PackageProblem(
                "model_graph_" + side,
                "graph " + role + ": " + what + "; the package was made for another pipeline, ask the publisher");
    }

    private static String text(long[] shape) {
        return Arrays.toString(shape).replace("-1", "any");
    }
}
