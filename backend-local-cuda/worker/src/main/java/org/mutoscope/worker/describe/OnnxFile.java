package org.mutoscope.worker.describe;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.worker.model.ExternalData;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.ProtoFields;

/**
 * What an ONNX file says of its graph. The weights are stepped over, not read. The numbers of the fields are those of onnx.proto.
 *
 * @param inputs what it must be fed, each with its shape, -1 for a free length
 * @param outputs what it gives
 * @param external files beside it that hold weights
 */
record OnnxFile(Map<String, List<Long>> inputs, Map<String, List<Long>> outputs, Set<String> external) {
    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    /** @param name for messages @throws PackageProblem {@code model_graph_unreadable} if it is no ONNX file */
    static OnnxFile read(String name, Path file) throws PackageProblem {
        OnnxFile found = new OnnxFile(new LinkedHashMap<>(), new LinkedHashMap<>(), ExternalData.of(name, file));
        try (FileChannel channel = FileChannel.open(file)) {
            ProtoFields model = new ProtoFields(
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                            .order(ByteOrder.LITTLE_ENDIAN),
                    () -> damaged(name));
            each(model, GRAPH, found::graph);
        } catch (IOException e) {
            throw new PackageProblem("model_file_unreadable", name + " cannot be read: " + e.getMessage());
        }
        if (found.outputs.isEmpty()) {
            throw damaged(name);
        }
        return found;
    }

    private static PackageProblem damaged(String name) {
        return new PackageProblem(
                "model_graph_unreadable", name + " is damaged or no ONNX graph; fetch the package again");
    }

    private void graph(ProtoFields graph) throws PackageProblem {
        Set<String> weights = new TreeSet<>();
        while (graph.next()) {
            switch (graph.field()) {
                case INITIALIZER -> weights.add(name(graph.message(), 8));
                case INPUT -> value(graph.message(), inputs);
                case OUTPUT -> value(graph.message(), outputs);
                default -> graph.skip();
            }
        }
        // Old files list weights among the inputs, as defaults.
        inputs.keySet().removeAll(weights);
    }

    private static String name(ProtoFields fields, int wanted) throws PackageProblem {
        String name = "";
        while (fields.next()) {
            if (fields.field() == wanted) {
                name = fields.text();
            } else {
                fields.skip();
            }
        }
        return name;
    }

    private static void value(ProtoFields value, Map<String, List<Long>> into) throws PackageProblem {
        String name = "";
        List<Long> shape = new ArrayList<>();
        while (value.next()) {
            switch (value.field()) {
                case 1 -> name = value.text();
                case 2 -> each(
                        value.message(),
                        1,
                        tensor -> each(tensor, 2, dims -> each(dims, 1, dim -> shape.add(length(dim)))));
                default -> value.skip();
            }
        }
        into.put(name, List.copyOf(shape));
    }

    private static long length(ProtoFields dim) throws PackageProblem {
        long length = -1;
        while (dim.next()) {
            if (dim.field() == 1) {
                length = dim.whole();
            } else {
                dim.skip();
            }
        }
        return length;
    }

    private interface Part {
        void read(ProtoFields message) throws PackageProblem;
    }

    private static void each(ProtoFields fields, int wanted, Part part) throws PackageProblem {
        while (fields.next()) {
            if (fields.field() == wanted) {
                part.read(fields.message());
            } else {
                fields.skip();
            }
        }
    }
}
