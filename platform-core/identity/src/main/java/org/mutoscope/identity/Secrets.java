package org.mutoscope.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Makes ids and keys, and turns a key into what is kept of it. Safe for use by several threads. */
final class Secrets {
    private static final Pattern KEY = Pattern.compile("mk_[A-Za-z0-9_-]{43}");
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LETTERS = 20;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** The prefix, an underscore and 20 letters: 100 random bits. */
    String id(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('_');
        for (int i = 0; i < ID_LETTERS; i++) {
            id.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return id.toString();
    }

    /** A key: 256 random bits. */
    String key() {
        byte[] bits = new byte[KEY_BYTES];
        random.nextBytes(bits);
        return "mk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** Whether it could be a key at all. */
    static boolean shaped(String key) {
        return KEY.matcher(key).matches();
    }

    /**
     * SHA-256 in hex. Keys are found by it: how long a look-up takes tells something about the digest of a guess, and from a digest
     * nobody gets nearer to a key. No salt and no slow hash, since a key is 256 random bits and not a word somebody chose.
     */
    static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** What may be shown of a key. */
    static String hint(String key) {
        return key.substring(key.length() - 4);
    }
}
