package org.mutoscope.provenance.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The key of the installation's log, made when it is first needed: {@code log.key}, a line with the verifier key and one with the private key in
 * base64 (PKCS#8). Only the platform's user can read it. The name of the log is in it for good: under another name it would be another log.
 */
final class LogKey {
    private static final String FILE = "log.key";
    private static final int RANDOM_NAME = 8;

    private final NoteKey verifier;
    private final PrivateKey key;

    private LogKey(NoteKey verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    /**
     * @param folder where the installation's keys are
     * @param origin name for a log that is new; empty for one of its own
     * @throws IOException if the key cannot be read, or is of a log of another name
     */
    static LogKey of(Path folder, String origin) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            make(file, origin);
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IOException(file + " is not a key of a log: two lines are");
        }
        NoteKey verifier = NoteKey.parse(lines.get(0));
        if (!origin.isBlank() && !origin.equals(verifier.name())) {
            throw new IOException("origin=" + origin + ", but the log has been " + verifier.name()
                    + " since it was begun: set that or nothing, or begin another log in another folder");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)));
        return new LogKey(verifier, KeyFactory.getInstance("Ed25519").generatePrivate(encoded));
    }

    private static void make(Path file, String origin) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String own = HexFormat.of().formatHex(Hashes.sha256(pair.getPublic().getEncoded()), 0, RANDOM_NAME);
        String name = origin.isBlank() ? "mutoscope.invalid/" + own : origin;
        if (!name.matches("[A-Za-z0-9._/:-]{1,200}")) {
            throw new IOException(
                    "origin=" + name + " is no name for a log: an address without https:// and without blanks is");
        }
        NoteKey verifier = NoteKey.of(name, NoteKey.NOTE, pair.getPublic());
        Files.createDirectories(file.getParent());
        Path part = secret(file.getParent());
        String text = verifier + "\n"
                + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()) + "\n";
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path secret(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? Files.createTempFile(
                        folder,
                        "new",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, "new", ".tmp");
    }

    NoteKey verifier() {
        return verifier;
    }

    Checkpoint sign(long size, byte[] root) throws GeneralSecurityException {
        Checkpoint unsigned = new Checkpoint(verifier.name(), size, root, List.of());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key);
        signer.update(unsigned.body().getBytes(StandardCharsets.UTF_8));
        return unsigned.signed(verifier, signer.sign());
    }
}
