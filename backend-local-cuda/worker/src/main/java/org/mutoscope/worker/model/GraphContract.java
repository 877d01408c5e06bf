package org.mutoscope.worker.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a pipeline expects of a graph's inputs or outputs, compared with what the graph itself says. */
public final class GraphContract {
    private record Tensor(OnnxJavaType type, long[] shape) {
        @Override
        public String toString() {
            return type + Arrays.toString(shape).replace("-1", "any");
        }
    }

    private final Map<String, Tensor> expected = new LinkedHashMap<>();

    /** Expects a tensor of this name, type and shape. @param shape -1 where any length will do */
    public GraphContract tensor(String name, OnnxJavaType type, long... shape) {
        expected.put(name, new Tensor(type, shape));
        return this;
    }

    /**
     * Compares. A free dimension of the graph fits any length.
     *
     * @param found what the graph says
     * @param side {@code inputs} or {@code outputs}, for the message
     * @throws PackageProblem {@code model_graph_inputs} or {@code model_graph_outputs} if something is missing, extra or different
     */
    public void check(Map<String, NodeInfo> found, String side) throws PackageProblem {
        if (!found.keySet().equals(expected.keySet())) {
            throw problem(side, "the graph's " + side + " are " + found.keySet() + " instead of " + expected.keySet());
        }
        for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
            Tensor wanted = entry.getValue();
            Tensor given = given(found.get(entry.getKey()), entry.getKey(), side);
            if (given.type() != wanted.type() || !fits(wanted.shape(), given.shape())) {
                throw problem(side, entry.getKey() + " is " + given + " instead of " + wanted);
            }
        }
    }

    private static Tensor given(NodeInfo node, String name, String side) throws PackageProblem {
        if (node.getInfo() instanceof TensorInfo info) {
            return new Tensor(info.type, info.getShape());
        }
        throw problem(side, name + " is no tensor");
    }

    private static boolean fits(long[] wanted, long[] given) {
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (given[i] >= 0 && wanted[i] >= 0 && wanted[i] != given[i]) {
                return false;
            }
        }
        return true;
    }

    private static PackageProblem problem(String side, String what) {
        return new PackageProblem(
                "model_graph_" + side, what + "; the package was made for another pipeline, ask the publisher");
    }
}
