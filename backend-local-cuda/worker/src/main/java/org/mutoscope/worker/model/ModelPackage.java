package org.mutoscope.worker.model;

import java.nio.file.Path;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/**
 * A package whose files are what its manifest says.
 *
 * @param folder where it lies
 * @param manifest what it says
 */
public record ModelPackage(Path folder, ModelManifest manifest) {
    /** Reads the manifest and checks every file. @throws PackageProblem if something is wrong */
    public static ModelPackage read(Path folder) throws PackageProblem {
        ModelManifest manifest = ManifestReader.read(folder);
        PackageFiles.check(folder, manifest);
        return new ModelPackage(folder, manifest);
    }

    /** Length of all its files, in bytes. */
    public long bytes() {
        return manifest.everyFile().stream().mapToLong(PackageFile::bytes).sum();
    }

    /** A graph's path. @throws PackageProblem if the manifest names no such graph */
    public Path graph(String role) throws PackageProblem {
        return path(manifest.graphs().get(role), "graph", role);
    }

    /** A file's path. @throws PackageProblem if the manifest names no such file */
    public Path file(String role) throws PackageProblem {
        return path(manifest.files().get(role), "file", role);
    }

    private Path path(PackageFile file, String kind, String role) throws PackageProblem {
        if (file == null) {
            throw new PackageProblem(
                    "model_" + kind + "_missing",
                    "model.json names no " + kind + " \"" + role + "\", which pipeline " + manifest.pipeline()
                            + " needs; ask the publisher");
        }
        return folder.resolve(file.name());
    }
}
