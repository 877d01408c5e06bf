package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Model packages of the worker's tests, and copies of them that are no longer what they were. */
final class ModelFolders {
    private static final Path RESOURCES = Platform.TOP.resolve("backend-local-cuda/worker/src/test/resources");
    private static final Path DIFFUSION = RESOURCES.resolve("diffusion");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path into;

    /** @param into folder for copies */
    ModelFolders(Path into) {
        this.into = into;
    }

    /** One that the export tool made. */
    static Path family(String name) {
        return DIFFUSION.resolve(name);
    }

    /** Not trained: words of a prompt make it slow, hungry or wrong. */
    static Path sprite() {
        return RESOURCES.resolve("packages/tiny-good");
    }

    /** A copy under another id. */
    Path copy(Path from, String id) throws IOException {
        Path to = into.resolve(id);
        copyAll(from, to);
        change(to, json -> json.put("id", id));
        return to;
    }

    static void change(Path folder, Consumer<ObjectNode> change) throws IOException {
        File manifest = folder.resolve("model.json").toFile();
        ObjectNode json = (ObjectNode) JSON.readTree(manifest);
        change.accept(json);
        JSON.writeValue(manifest, json);
    }

    /** Makes model.json tell the truth about the files again: whoever spoils them knows how to count. */
    static void seal(Path folder) throws IOException {
        change(folder, json -> {
            json.path("graphs").forEach(graph -> seal(folder, graph));
            json.path("files").forEach(file -> seal(folder, file));
        });
    }

    private static void seal(Path folder, JsonNode entry) {
        try {
            Path file = folder.resolve(entry.path("file").asText());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                byte[] chunk = new byte[1 << 20];
                while (in.read(chunk) >= 0) {
                    // The stream feeds the digest.
                }
            }
            ((ObjectNode) entry)
                    .put("bytes", Files.size(file))
                    .put("sha256", HexFormat.of().formatHex(digest.digest()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        entry.path("external").forEach(weights -> seal(folder, weights));
    }

    /** Its graphs in the order of their names. */
    static List<Path> graphs(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
