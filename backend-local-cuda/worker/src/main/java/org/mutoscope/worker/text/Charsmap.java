package org.mutoscope.worker.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.worker.model.PackageProblem;

/**
 * SentencePiece's table of spellings (its precompiled charsmap): a trie over UTF-8 bytes in Darts' double array whose leaves point to the other
 * spelling. Applied as the tokenizers library does it, which differs from SentencePiece: what people see as one character, if it has less than
 * six bytes, is replaced whole by the spelling of its shortest known beginning; else each code point on its own.
 */
final class Charsmap {
    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int SHORT = 6;

    private final int[] units;
    private final byte[] spellings;
    private final String[] ascii = new String[128];

    private Charsmap(int[] units, byte[] spellings) {
        this.units = units;
        this.spellings = spellings;
        for (int code = 0; code < ascii.length; code++) {
            StringBuilder written = new StringBuilder();
            append(written, code);
            ascii[code] = written.toString();
        }
    }

    /** @throws PackageProblem if it is no such table */
    static Charsmap read(byte[] table) throws PackageProblem {
        ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        int size = table.length < 4 ? -1 : bytes.getInt();
        if (size < 4 || size % 4 != 0 || size > bytes.remaining()) {
            throw Tokenizers.broken("the table of spellings", "is damaged");
        }
        IntBuffer ints = bytes.slice(4, size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] units = new int[ints.remaining()];
        ints.get(units);
        byte[] spellings = new byte[table.length - 4 - size];
        bytes.get(4 + size, spellings);
        return new Charsmap(units, spellings);
    }

    String apply(String text) {
        StringBuilder into = new StringBuilder(text.length() + 16);
        Matcher graphemes = GRAPHEME.matcher(text);
        for (int at = 0; at < text.length(); ) {
            if (alone(text, at)) {
                into.append(ascii[text.charAt(at++)]);
                continue;
            }
            graphemes.region(at, text.length()).lookingAt();
            grapheme(graphemes.group(), into);
            at = graphemes.end();
        }
        return into.toString();
    }

    /** Whether it is plain to see that a character stands alone. */
    private static boolean alone(String text, int at) {
        char c = text.charAt(at);
        return c < 128 && c != '\r' && (at + 1 == text.length() || text.charAt(at + 1) < 128);
    }

    private void grapheme(String grapheme, StringBuilder into) {
        String whole = spelling(grapheme, SHORT);
        if (whole != null) {
            into.append(whole);
        } else {
            grapheme.codePoints().forEach(code -> append(into, code));
        }
    }

    private void append(StringBuilder into, int code) {
        String spelling = spelling(Character.toString(code), Integer.MAX_VALUE);
        if (spelling == null) {
            into.appendCodePoint(code);
        } else {
            into.append(spelling);
        }
    }

    /** The spelling of the shortest known beginning, null if there is none or the text has so many bytes. */
    private String spelling(String text, int bound) {
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        if (key.length >= bound) {
            return null;
        }
        int node = offset(units[0]);
        for (byte b : key) {
            int c = b & 0xff;
            node ^= c;
            if (c == 0 || node < 0 || node >= units.length || (units[node] & 0x800000ff) != c) {
                return null;
            }
            int unit = units[node];
            node ^= offset(unit);
            if ((unit >>> 8 & 1) == 1) {
                return node < 0 || node >= units.length ? null : at(units[node] & 0x7fffffff);
            }
        }
        return null;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    private String at(int index) {
        int end = Math.min(index, spellings.length);
        while (end < spellings.length && spellings[end] != 0) {
            end++;
        }
        return new String(spellings, Math.min(index, end), end - Math.min(index, end), StandardCharsets.UTF_8);
    }
}
