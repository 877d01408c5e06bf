package org.mutoscope.credits;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Text for keys, hashes and messages. */
final class Words {
    private Words() {}

    /** SHA-256 over the parts, in hex. Each part goes in with its length, so no two lists of parts run together. */
    static String hash(Object... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object part : parts) {
                byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** An id from outside, fit for a message: at most 64 plain letters. */
    static String shown(String id) {
        String text = String.valueOf(id);
        return text.substring(0, Math.min(text.length(), 64)).replaceAll("[^A-Za-z0-9_.:|#-]", "?");
    }
}
