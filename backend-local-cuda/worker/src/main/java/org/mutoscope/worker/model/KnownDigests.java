package org.mutoscope.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/**
 * Digests of a large package that were computed before, so that a start does not read ten gigabytes to learn nothing new. They lie in the package
 * folder itself, in {@code .verified}: each file's {@link FileStamp} and SHA-256, written after each file, so that a start that was cut short is not lost. A
 * file that was written since is read again; a folder that cannot be written to is read at each start. Small packages are always read: that takes less than a second and leaves no file behind.
 */
final class KnownDigests {
    static final String FILE = ".verified";
    /** From this size on, in bytes, digests are remembered. */
    static final long LARGE = 256L << 20;

    private final Path folder;
    private final boolean large;
    private final Properties lines = new Properties();

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
        if (large) {
            known.load();
        }
        return known;
    }

    private void load() {
        Path file = folder.resolve(FILE);
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                lines.load(in);
            } catch (IOException | IllegalArgumentException e) {
                // Then everything is read again, and the file is written anew.
                lines.clear();
            }
        }
    }

    /** Whether the file was found to be what the manifest says. @param stamp the state it is in now */
    boolean has(PackageFile file, String stamp) {
        return large && line(file, stamp).equals(lines.getProperty(file.name()));
    }

    /** The file is what the manifest says. @param stamp the state it was in before it was read, and still was afterwards */
    void add(PackageFile file, String stamp) {
        if (large) {
            // What another worker has found out meanwhile is kept.
            load();
            lines.setProperty(file.name(), line(file, stamp));
            save();
        }
    }

    /** Writes all of it or nothing: several workers may look at one folder. */
    private void save() {
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

    private static String line(PackageFile file, String stamp) {
        return stamp + " " + file.sha256();
    }
}
