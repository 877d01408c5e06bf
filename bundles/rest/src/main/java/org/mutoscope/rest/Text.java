package org.mutoscope.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What counts as text here: whole Unicode characters without NUL, since not every database keeps others. */
final class Text {
    private Text() {}

    /** @throws Problem {@code invalid_prompt} or {@code invalid_request} if it is none */
    static String checked(String field, String text) {
        if (!isWhole(text)) {
            throw new Problem(
                    "prompt".equals(field) ? Code.INVALID_PROMPT : Code.INVALID_REQUEST,
                    "\"" + field + "\" holds half a character (a lone surrogate) or a NUL. Send whole Unicode text.",
                    field,
                    null);
        }
        return text;
    }

    /** Reads UTF-8. @return null if it is none */
    static String decoded(byte[] bytes, int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
