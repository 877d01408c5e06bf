package org.mutoscope.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mutoscope.worker.model.ModelManifest.PackageFile;

/** Compares the files of a package with what its manifest says. */
final class PackageFiles {
    private PackageFiles() {}

    /** Checks presence, length and digest of every named file. A digest that is remembered for the very same file is not computed again. */
    static void check(Path folder, ModelManifest manifest) throws PackageProblem {
        KnownDigests known = KnownDigests.of(folder, manifest);
        for (PackageFile file : manifest.everyFile()) {
            check(folder, file, known);
        }
        known.save();
    }

    private static void check(Path folder, PackageFile file, KnownDigests known) throws PackageProblem {
        Path path = folder.resolve(file.name());
        if (!Files.isRegularFile(path)) {
            throw new PackageProblem("model_file_missing", file.name() + " is missing; fetch the package again");
        }
        try {
            long bytes = Files.size(path);
            if (bytes != file.bytes()) {
                throw new PackageProblem(
                        "model_file_size",
                        file.name() + " has " + bytes + " bytes instead of " + file.bytes()
                                + "; fetch the package again");
            }
            if (!known.has(file)) {
                if (!digest(path).equals(file.sha256())) {
                    throw new PackageProblem(
                            "model_digest_wrong",
                            file.name() + " is not the file that model.json describes; fetch the package again");
                }
                known.add(file);
            }
        } catch (IOException e) {
            throw new PackageProblem("model_file_unreadable", file.name() + " cannot be read: " + e.getMessage());
        }
    }

    private static String digest(Path path) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha256)) {
                byte[] chunk = new byte[1 << 20];
                while (in.read(chunk) >= 0) {
                    // The stream feeds the digest.
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
