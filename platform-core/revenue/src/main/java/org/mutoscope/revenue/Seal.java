package org.mutoscope.revenue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs statements with this installation's own key, Ed25519, made at its first use: {@code statement.key} (PKCS #8) and {@code statement.pub}
 * (X.509), each in Base64. Whoever loses the key makes another; what was signed before names the old one. Safe for use by several threads.
 */
final class Seal {
    private final Path folder;
    private Pair pair;

    private record Pair(PrivateKey secret, String open) {}

    /** @param folder in the data directory; made when it is needed */
    Seal(Path folder) {
        this.folder = folder;
    }

    /** The key that checks signatures: X.509, Base64. */
    String open() {
        return pair().open();
    }

    /** Signs the characters of a hash. @return Base64 */
    String sign(String hash) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair().secret());
            signature.update(hash.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java since 15 has it
        }
    }

    static String hash(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private synchronized Pair pair() {
        if (pair == null) {
            try {
                pair = Files.exists(folder.resolve("statement.key")) ? read() : make();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("statement.key is no Ed25519 key in Base64", e);
            }
        }
        return pair;
    }

    private Pair read() throws IOException, GeneralSecurityException {
        byte[] secret = Base64.getDecoder()
                .decode(Files.readString(folder.resolve("statement.key")).strip());
        String open = Files.readString(folder.resolve("statement.pub")).strip();
        return new Pair(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(secret)), open);
    }

    private Pair make() throws IOException, GeneralSecurityException {
        KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String open = Base64.getEncoder().encodeToString(made.getPublic().getEncoded());
        Files.createDirectories(folder);
        write("statement.pub", open);
        write(
                "statement.key",
                Base64.getEncoder().encodeToString(made.getPrivate().getEncoded())); // last: with it both are there
        return new Pair(made.getPrivate(), open);
    }

    private void write(String name, String text) throws IOException {
        Path half = folder.resolve("." + name + ".part");
        Files.deleteIfExists(half);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(half, text + "\n");
        Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
