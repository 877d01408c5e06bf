package org.mutoscope.provenance.c2pa;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** Digests that C2PA allows (2.2, section 13.1). */
final class Digests {
    /** What we write. */
    static final String SHA_256 = "sha256";

    private static final Map<String, String> NAMES =
            Map.of(SHA_256, "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

    private Digests() {}

    /** @throws Malformed if it is not one of the three allowed */
    static MessageDigest of(String algorithm) throws Malformed {
        String name = algorithm == null ? null : NAMES.get(algorithm);
        if (name == null) {
            throw new Malformed("algorithm.unsupported", "digest algorithm " + algorithm + " is not allowed");
        }
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 of these bytes. */
    static byte[] sha256(byte[] bytes) throws Malformed {
        return of(SHA_256).digest(bytes);
    }
}
