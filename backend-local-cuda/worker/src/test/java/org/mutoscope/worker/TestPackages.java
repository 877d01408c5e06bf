package org.mutoscope.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Model packages for tests: those made by {@code src/test/graphs/make_graphs.py}, and spoilt copies of them. */
public final class TestPackages {
    private static final Path MADE = Path.of("src", "test", "resources", "packages");

    private TestPackages() {}

    /** One that is there. */
    public static Path made(String name) {
        return MADE.resolve(name);
    }

    /** A copy of the good one. */
    public static Path copy(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(made("tiny-good"))) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder;
    }

    /** A copy of the good one whose model.json was changed. */
    public static Path changed(Path folder, Consumer<ObjectNode> change) throws IOException {
        Path manifest = copy(folder).resolve("model.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode tree = (ObjectNode) json.readTree(manifest.toFile());
        change.accept(tree);
        json.writeValue(manifest.toFile(), tree);
        return folder;
    }
}
