package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Where certificate and key are.
 *
 * @param certificate PEM or PKCS#12
 * @param key PEM; empty if the key is in the file of the certificate
 * @param password of the PKCS#12 file or of an encrypted key; empty for none
 */
record TlsFiles(String certificate, String key, String password) {
    private static final int MOST_BYTES = 1_048_576;

    byte[] first() throws TlsProblem {
        return read("tls.certificate", certificate);
    }

    byte[] second() throws TlsProblem {
        return key.isEmpty() ? first() : read("tls.key", key);
    }

    /** Where the key is, for sentences. */
    String keyFile() {
        return key.isEmpty() ? certificate : key;
    }

    /** Another text when a file has become another; that it cannot be read is such a text too. */
    String state() {
        try {
            MessageDigest digest = Sha256.digest();
            digest.update(first());
            return HexFormat.of().formatHex(digest.digest(second()));
        } catch (TlsProblem e) {
            return e.getMessage();
        }
    }

    private static byte[] read(String name, String file) throws TlsProblem {
        if (file.isEmpty()) {
            throw new TlsProblem(name + " is not set: a listener with TLS needs a certificate");
        }
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MOST_BYTES) {
                throw new TlsProblem(name + ": " + file + " is larger than 1 MiB, which no certificate is");
            }
            return Files.readAllBytes(path);
        } catch (IOException | RuntimeException e) {
            throw new TlsProblem(
                    name + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** Not the password. */
    @Override
    public String toString() {
        return certificate + (key.isEmpty() ? "" : " with " + key);
    }
}
