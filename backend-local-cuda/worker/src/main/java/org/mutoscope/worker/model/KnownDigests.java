package org.mutoscope.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/**
 * Digests of a large package that were computed before, so that a start does not read ten gigabytes to learn nothing new. They lie in the package
 * folder itself, in {@code .verified}: each file's length, time of last change and SHA-256. A file that was written since is read again; a folder that
 * cannot be written to is read at each start. Small packages are always read: that takes less than a second and leaves no file behind.
 */
final class KnownDigests {
    static final String FILE = ".verified";
    /** From this size on, in bytes, digests are remembered. */
    static final long LARGE = 256L << 20;

    private final Path folder;
    private final boolean large;
    private final Properties lines = new Properties();
    private boolean changed;

    private KnownDigests(Path folder, boolean large) {
        this.folder = folder;
        this.large = large;
    }

    static KnownDigests of(Path folder, ModelManifest manifest) {
        long bytes = manifest.everyFile().stream().mapToLong(PackageFile::bytes).sum();
        return of(folder, bytes >= LARGE);
    }

    static KnownDigests of(Path folder, boolean large) {
        KnownDigests known = new KnownDigests(folder, large);
        Path file = folder.resolve(FILE);
        if (large && Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                known.lines.load(in);
            } catch (IOException | IllegalArgumentException e) {
                // Then everything is read again, and the file is written anew.
                known.lines.clear();
            }
        }
        return known;
    }

    /** Whether this very file was found to be what the manifest says. */
    boolean has(PackageFile file) throws IOException {
        return large && line(file).equals(lines.getProperty(file.name()));
    }

    /** The file is what the manifest says. */
    void add(PackageFile file) throws IOException {
        lines.setProperty(file.name(), line(file));
        changed = true;
    }

    /** Writes what was added, whole or not at all: several workers may look at one folder. */
    void save() {
        if (!large || !changed) {
            return;
        }
        try {
            Path fresh = Files.createTempFile(folder, FILE, null);
            try (OutputStream out = Files.newOutputStream(fresh)) {
                lines.store(out, "computed by Mutoscope; may be deleted");
            }
            Files.move(
                    fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // A folder that cannot be written to costs time at the next start, nothing else.
            System.err.println("INFO digests cannot be remembered in " + folder + ": " + e.getMessage());
        }
    }

    private String line(PackageFile file) throws IOException {
        Path path = folder.resolve(file.name());
        return Files.size(path) + " " + Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS) + " " + file.sha256();
    }
}
