package org.mutoscope.worker.diffusion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.render.Opening;

/** The tiny packages that {@code model-tools golden} made, and spoilt copies of them. */
final class DiffusionPackages {
    static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 2, 0, 0, List.of()));

    /** Where they lie; another folder for larger ones that are made on the spot. */
    static final Path FOLDER = Path.of(System.getProperty("mutoscope.goldens", "src/test/resources/diffusion"));

    private DiffusionPackages() {}

    static DiffusionModel open(String family) throws Exception {
        return open(FOLDER.resolve(family));
    }

    static DiffusionModel open(Path folder) throws Exception {
        ModelPackage files = ModelPackage.read(folder);
        DiffusionModel.check(files);
        return DiffusionModel.open(files, RUNTIME, Opening.UNWATCHED);
    }

    /** A copy without goldens whose model.json was changed. */
    static Path changed(String family, Path folder, Consumer<ObjectNode> change) throws IOException {
        Path from = FOLDER.resolve(family);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path into = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(into.getParent());
                Files.copy(file, into);
            }
        }
        Path manifest = folder.resolve("model.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode tree = (ObjectNode) json.readTree(manifest.toFile());
        change.accept(tree);
        json.writeValue(manifest.toFile(), tree);
        return folder;
    }
}
