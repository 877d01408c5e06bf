package org.mutoscope.billing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Texts that others chose, and their digests. */
final class Texts {
    private Texts() {}

    /** Whether every database takes it: no NUL, no half of a surrogate pair. */
    static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Short and printable, for a message. */
    static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return '"' + (plain.length() > 40 ? plain.substring(0, 40) + "..." : plain) + '"';
    }

    /** Cut to a length, fit to be stored. */
    static String cut(String text, int most) {
        String all = text == null ? "" : text;
        String fit = storable(all) ? all : all.replaceAll("[\\x00\\p{Cs}]", "?");
        if (fit.length() <= most) {
            return fit;
        }
        return fit.substring(0, Character.isHighSurrogate(fit.charAt(most - 1)) ? most - 1 : most);
    }

    /** SHA-256 in hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
