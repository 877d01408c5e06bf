package org.mutoscope.billing.voucher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks codes: the voucher's text and the first 100 bits of its HMAC-SHA256 (RFC 2104), in Crockford's base 32 (no I, L, O, U).
 * Safe for use by several threads.
 */
final class Seal {
    /** Shortest secret, in characters. */
    static final int SHORTEST = 32;

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    /** Letters of a seal: 5 bits each. */
    private static final int LETTERS = 20;

    private static final int GROUP = 5;
    private static final int MOST_TYPED = 200;

    private final List<SecretKeySpec> keys;

    /** @param secrets the first seals; codes of the others are still good */
    Seal(List<String> secrets) {
        keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
                .toList();
    }

    /** The code of a voucher, like {@code pack100-1-20271231-ABCDE-FGHJK-MNPQR-STVWX}. */
    String code(Voucher voucher) {
        StringBuilder code = new StringBuilder(voucher.id());
        String letters = letters(keys.get(0), voucher.id());
        for (int i = 0; i < LETTERS; i += GROUP) {
            code.append('-').append(letters, i, i + GROUP);
        }
        return code.toString();
    }

    /** Reads a code as people type it: any case, blanks, O for 0, I and L for 1 in the seal. @return empty if it is not one of ours */
    Optional<Voucher> open(String typed) {
        if (typed.length() > MOST_TYPED) {
            return Optional.empty();
        }
        String[] parts = typed.replaceAll("\\s", "").split("-", 4);
        if (parts.length < 4) {
            return Optional.empty();
        }
        String id = String.join("-", parts[0], parts[1], parts[2]).toLowerCase(Locale.ROOT);
        byte[] seal = parts[3].replace("-", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1')
                .getBytes(StandardCharsets.UTF_8);
        boolean good = false;
        for (SecretKeySpec key : keys) {
            good |= MessageDigest.isEqual(letters(key, id).getBytes(StandardCharsets.UTF_8), seal);
        }
        return good ? Voucher.of(id) : Optional.empty();
    }

    private static String letters(SecretKeySpec key, String id) {
        byte[] mac = mac(key, "mutoscope voucher 1\n" + id);
        StringBuilder letters = new StringBuilder();
        for (int letter = 0; letter < LETTERS; letter++) {
            int value = 0;
            for (int bit = letter * GROUP; bit < (letter + 1) * GROUP; bit++) {
                value = value << 1 | mac[bit / 8] >> (7 - bit % 8) & 1;
            }
            letters.append(DIGITS.charAt(value));
        }
        return letters.toString();
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
