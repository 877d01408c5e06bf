package org.mutoscope.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/** Compares the files of a package with what its manifest says. */
final class PackageFiles {
    private PackageFiles() {}

    /**
     * Checks presence, length and digest of every named file. A digest that is remembered for the very same file is not computed again.
     *
     * @param alive told now and then while files are read
     * @return the state each file was found in, by its name
     */
    static Map<String, String> check(Path folder, ModelManifest manifest, Runnable alive) throws PackageProblem {
        return check(folder, manifest, KnownDigests.of(folder, manifest), alive);
    }

    static Map<String, String> check(Path folder, ModelManifest manifest, KnownDigests known, Runnable alive)
            throws PackageProblem {
        Map<String, String> stamps = new HashMap<>();
        for (PackageFile file : manifest.everyFile()) {
            stamps.put(file.name(), check(folder, file, known, alive));
        }
        return stamps;
    }

    private static String check(Path folder, PackageFile file, KnownDigests known, Runnable alive)
            throws PackageProblem {
        Path path = folder.resolve(file.name());
        if (!Files.isRegularFile(path)) {
            throw new PackageProblem("model_file_missing", file.name() + " is missing; fetch the package again");
        }
        try {
            String stamp = FileStamp.of(path);
            long bytes = Files.size(path);
            if (bytes != file.bytes()) {
                throw new PackageProblem(
                        "model_file_size",
                        file.name() + " has " + bytes + " bytes instead of " + file.bytes()
                                + "; fetch the package again");
            }
            if (!known.has(file, stamp)) {
                String digest = digest(path, alive);
                if (!FileStamp.of(path).equals(stamp)) {
                    throw new PackageProblem(
                            "model_file_changed",
                            file.name() + " was written while it was checked; wait until it is copied whole");
                }
                if (!digest.equals(file.sha256())) {
                    throw new PackageProblem(
                            "model_digest_wrong",
                            file.name() + " is not the file that model.json describes; fetch the package again");
                }
                known.add(file, stamp);
            }
            return stamp;
        } catch (IOException e) {
            throw new PackageProblem("model_file_unreadable", file.name() + " cannot be read: " + e.getMessage());
        }
    }

    /** Whether all files are in the state they were found in. */
    static boolean unchanged(Path folder, Map<String, String> stamps) {
        try {
            for (Map.Entry<String, String> stamp : stamps.entrySet()) {
                if (!FileStamp.of(folder.resolve(stamp.getKey())).equals(stamp.getValue())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            // Gone or no longer for us: the check that follows will name it.
            return false;
        }
    }

    private static String digest(Path path, Runnable alive) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha256)) {
                byte[] chunk = new byte[1 << 20];
                while (in.read(chunk) >= 0) {
                    // The stream feeds the digest.
                    alive.run();
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
