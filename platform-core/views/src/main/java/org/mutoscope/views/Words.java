package org.mutoscope.views;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Ids and what people write. */
final class Words {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 12;
    private static final int PLAY_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private Words() {}

    /** A new id: a prefix and 96 random bits. */
    static String id(String prefix) {
        return prefix + HexFormat.of().formatHex(random(ID_BYTES));
    }

    /** A new play: 128 random bits in 22 letters. */
    static String play() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(PLAY_BYTES));
    }

    /** A new secret: 256 random bits in 64 hexadecimal digits. */
    static String secret() {
        return HexFormat.of().formatHex(random(SECRET_BYTES));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A text that somebody wrote. @throws Problem {@code invalid_view} if it is empty, too long or not to be read */
    static String told(String text, String param, int most) {
        if (text == null || text.isBlank() || text.length() > most || !plain(text)) {
            throw new Problem(
                    Code.INVALID_VIEW,
                    "Say in \"" + param + "\" why, in 1 to " + most + " characters on one line.",
                    param,
                    null);
        }
        return text;
    }

    /** Whether a database takes it and people can read it: no control characters, no half of a surrogate pair. */
    static boolean plain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
