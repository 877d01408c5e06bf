package org.mutoscope.provenance.c2pa;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes CBOR (RFC 8949) in its core deterministic encoding (section 4.2.1): shortest heads, definite lengths, keys in the order of
 * their encoded bytes. The same value is the same bytes, which is what lets a manifest be built twice with one length.
 *
 * <p>Values: {@link Map}, {@link List}, {@code byte[]}, {@link String}, {@link Long}, {@link Integer}, {@link Boolean}, {@link Tagged},
 * {@link Encoded} and {@code null}.
 */
final class Cbor {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int FALSE = 0xF4;
    private static final int TRUE = 0xF5;
    private static final int NULL = 0xF6;

    private Cbor() {}

    /**
     * A value with a tag.
     *
     * @param tag number of the tag, for example 0 for a date and time as text
     * @param value what is tagged
     */
    record Tagged(long tag, Object value) {}

    /**
     * A value that stands encoded already.
     *
     * @param bytes its encoding
     */
    record Encoded(byte[] bytes) {}

    /** The encoding of a value. @throws IllegalArgumentException for a class that is not listed above */
    static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, value);
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, Object value) {
        if (value == null) {
            out.write(NULL);
        } else if (value instanceof Boolean flag) {
            out.write(flag ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            number(out, number);
        } else if (value instanceof Long number) {
            number(out, number);
        } else if (value instanceof byte[] bytes) {
            head(out, BYTES, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            head(out, TEXT, utf8.length);
            out.writeBytes(utf8);
        } else if (value instanceof List<?> list) {
            head(out, ARRAY, list.size());
            list.forEach(item -> put(out, item));
        } else if (value instanceof Map<?, ?> map) {
            map(out, map);
        } else if (value instanceof Tagged tagged) {
            head(out, TAG, tagged.tag());
            put(out, tagged.value());
        } else if (value instanceof Encoded encoded) {
            out.writeBytes(encoded.bytes());
        } else {
            throw new IllegalArgumentException("no CBOR for " + value.getClass().getName());
        }
    }

    private static void map(ByteArrayOutputStream out, Map<?, ?> map) {
        Map<byte[], Object> sorted = new TreeMap<>(Arrays::compareUnsigned);
        map.forEach((key, value) -> sorted.put(write(key), value));
        head(out, MAP, sorted.size());
        sorted.forEach((key, value) -> {
            out.writeBytes(key);
            put(out, value);
        });
    }

    private static void number(ByteArrayOutputStream out, long number) {
        if (number < 0) {
            head(out, NEGATIVE, -1 - number);
        } else {
            head(out, UNSIGNED, number);
        }
    }

    private static void head(ByteArrayOutputStream out, int major, long argument) {
        int first = major << 5;
        if (argument < 24) {
            out.write(first | (int) argument);
            return;
        }
        int log = argument < 1L << 8 ? 0 : argument < 1L << 16 ? 1 : argument < 1L << 32 ? 2 : 3;
        out.write(first | 24 + log);
        for (int shift = (8 << log) - 8; shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }
}
