package org.mutoscope.worker.model;

import java.nio.file.Path;
import java.util.Map;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/** A package whose files are what its manifest says. */
public final class ModelPackage {
    private final Path folder;
    private final ModelManifest manifest;
    private final Map<String, String> stamps;

    private ModelPackage(Path folder, ModelManifest manifest, Runnable alive) throws PackageProblem {
        this.folder = folder;
        this.manifest = manifest;
        this.stamps = PackageFiles.check(folder, manifest, alive);
        ExternalData.check(folder, manifest);
    }

    /** Reads the manifest and checks every file. @throws PackageProblem if something is wrong */
    public static ModelPackage read(Path folder) throws PackageProblem {
        return read(folder, () -> {});
    }

    /** The same. @param alive told now and then while files are read, which can take minutes */
    public static ModelPackage read(Path folder, Runnable alive) throws PackageProblem {
        return new ModelPackage(folder, ManifestReader.read(folder), alive);
    }

    /**
     * Whether the files are still those that were checked. Those that are not are checked again.
     *
     * @param alive told now and then while files are read
     * @return this package, or the same as it is now
     * @throws PackageProblem if a file is no longer what was described
     */
    public ModelPackage now(Runnable alive) throws PackageProblem {
        return PackageFiles.unchanged(folder, stamps) ? this : new ModelPackage(folder, manifest, alive);
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** What it says. */
    public ModelManifest manifest() {
        return manifest;
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
