package org.mutoscope.rights;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Texts and ids. */
final class Words {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 12;

    private Words() {}

    /** A new id: a prefix and 96 random bits. */
    static String id(String prefix) {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** The id of the one grant that an account can have of an offer: two requests that accept it at once mean one grant. */
    static String grantId(String offerId, String accountId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((offerId + ' ' + accountId).getBytes(StandardCharsets.UTF_8));
            return "grant_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What two names that people take for one have in common: letters and digits, without case, width and accents. */
    static String folded(String name) {
        String apart = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(apart.replaceAll("[^\\p{L}\\p{Nd}\u3099\u309a]", ""), Normalizer.Form.NFKC);
    }

    /** Whether a database takes it and people can read it: no control characters, no half of a surrogate pair. */
    static boolean plain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    static String cut(String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    /** Terms as a table keeps them; the profile allows no line breaks in them. */
    static String lines(Map<String, String> terms) {
        return new TreeMap<>(terms)
                .entrySet().stream()
                        .map(term -> term.getKey() + '=' + term.getValue())
                        .collect(Collectors.joining("\n"));
    }

    static Map<String, String> terms(String lines) {
        Map<String, String> terms = new TreeMap<>();
        lines.lines().filter(line -> !line.isEmpty()).forEach(line -> {
            int equals = line.indexOf('=');
            terms.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return terms;
    }

    /** {@code (?, ?, ?)} for so many values. */
    static String marks(int count) {
        return "(" + "?, ".repeat(count - 1) + "?)";
    }
}
