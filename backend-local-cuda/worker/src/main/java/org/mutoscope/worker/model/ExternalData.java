package org.mutoscope.worker.model;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/**
 * The files a graph takes its weights from, as the graph itself names them. ONNX Runtime would open them without asking, so each must be one whose digest was
 * compared. The numbers of the fields are those of onnx.proto.
 */
public final class ExternalData {
    /** A graph in a graph in a graph: more than any exporter writes, and no way to exhaust the stack. */
    private static final int DEEPEST = 32;

    private final String graph;
    private final Set<String> locations = new TreeSet<>();

    private ExternalData(String graph) {
        this.graph = graph;
    }

    /** Compares each graph with what the manifest lists. @throws PackageProblem {@code model_external_unlisted} or {@code model_graph_unreadable} */
    static void check(Path folder, ModelManifest manifest) throws PackageProblem {
        for (PackageFile graph : manifest.graphs().values()) {
            Set<Path> listed = graph.external().stream()
                    .map(file -> folder.resolve(file.name()))
                    .collect(Collectors.toSet());
            Path file = folder.resolve(graph.name());
            for (String location : of(graph.name(), file)) {
                if (location.startsWith("/")
                        || !listed.contains(file.resolveSibling(location).normalize())) {
                    throw unlisted(graph.name(), location);
                }
            }
        }
    }

    private static PackageProblem unlisted(String graph, String location) {
        String where = location.length() > 100 ? location.substring(0, 100) + "..." : location;
        String why = location.contains("/") ? ", which is not beside it," : "";
        return new PackageProblem(
                "model_external_unlisted",
                graph + " takes weights from \"" + where + "\"" + why
                        + " and model.json does not list that file as external of this graph; export again with the weights beside"
                        + " the graph, and list them");
    }

    /** Names of the files, relative to the graph's folder. */
    public static Set<String> of(String name, Path graph) throws PackageProblem {
        ExternalData found = new ExternalData(name);
        try (FileChannel channel = FileChannel.open(graph)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw found.damaged();
            }
            // Mapped, because weights inside the graph are stepped over and never read.
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            found.model(new ProtoFields(bytes.order(ByteOrder.LITTLE_ENDIAN), found::damaged));
        } catch (IOException e) {
            throw new PackageProblem("model_file_unreadable", name + " cannot be read: " + e.getMessage());
        }
        return found.locations;
    }

    private PackageProblem damaged() {
        return new PackageProblem(
                "model_graph_unreadable", graph + " is damaged or no ONNX graph; fetch the package again");
    }

    private void model(ProtoFields model) throws PackageProblem {
        while (model.next()) {
            switch (model.field()) {
                case 7 -> graph(model.message(), 0);
                case 25 -> function(model.message());
                default -> model.skip();
            }
        }
    }

    private void function(ProtoFields function) throws PackageProblem {
        while (function.next()) {
            if (function.field() == 7) {
                node(function.message(), 0);
            } else {
                function.skip();
            }
        }
    }

    private void graph(ProtoFields fields, int depth) throws PackageProblem {
        if (depth > DEEPEST) {
            throw damaged();
        }
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> node(fields.message(), depth);
                case 5 -> tensor(fields.message());
                case 15 -> sparse(fields.message());
                default -> fields.skip();
            }
        }
    }

    private void node(ProtoFields node, int depth) throws PackageProblem {
        while (node.next()) {
            if (node.field() == 5) {
                attribute(node.message(), depth);
            } else {
                node.skip();
            }
        }
    }

    private void attribute(ProtoFields attribute, int depth) throws PackageProblem {
        while (attribute.next()) {
            switch (attribute.field()) {
                case 5, 10 -> tensor(attribute.message());
                case 6, 11 -> graph(attribute.message(), depth + 1);
                case 22, 23 -> sparse(attribute.message());
                default -> attribute.skip();
            }
        }
    }

    /** Values, then their places. */
    private void sparse(ProtoFields sparse) throws PackageProblem {
        while (sparse.next()) {
            switch (sparse.field()) {
                case 1, 2 -> tensor(sparse.message());
                default -> sparse.skip();
            }
        }
    }

    private void tensor(ProtoFields tensor) throws PackageProblem {
        while (tensor.next()) {
            if (tensor.field() == 13) {
                entry(tensor.message());
            } else {
                tensor.skip();
            }
        }
    }

    private void entry(ProtoFields entry) throws PackageProblem {
        String key = "";
        String value = "";
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.text();
                case 2 -> value = entry.text();
                default -> entry.skip();
            }
        }
        if (key.equals("location")) {
            locations.add(value);
        }
    }
}
