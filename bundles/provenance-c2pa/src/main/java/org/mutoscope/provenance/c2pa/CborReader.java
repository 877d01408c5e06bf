package org.mutoscope.provenance.c2pa;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CBOR that a stranger wrote. Every length is checked against the bytes that are there before anything is allocated, nesting is
 * limited to {@value #DEEPEST}, a key stands once, lengths are definite (C2PA 2.2 asks for the deterministic encoding); the order of
 * keys and the shortest form of numbers are not asked for, since common writers do not keep them. Values are those of {@link Cbor}, all
 * integers as {@link Long}, floating point numbers as {@link Double}.
 */
final class CborReader {
    static final int DEEPEST = 32;

    private final ByteBuffer in;

    private CborReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** The one value that these bytes are. @throws Malformed if they are something else, or more */
    static Object read(byte[] bytes) throws Malformed {
        CborReader reader = new CborReader(bytes);
        Object value = reader.value(0);
        if (reader.in.hasRemaining()) {
            throw Malformed.cbor(reader.in.remaining() + " bytes follow the value");
        }
        return value;
    }

    /** The map that these bytes are. @throws Malformed if they are something else */
    static Map<?, ?> map(byte[] bytes) throws Malformed {
        if (read(bytes) instanceof Map<?, ?> map) {
            return map;
        }
        throw Malformed.cbor("a map was expected");
    }

    private Object value(int depth) throws Malformed {
        if (depth > DEEPEST) {
            throw Malformed.cbor("values are nested deeper than " + DEEPEST);
        }
        int first = octet();
        int major = first >> 5;
        if (major == 7) {
            return simple(first & 31);
        }
        long argument = argument(first & 31);
        return switch (major) {
            case 0 -> argument;
            case 1 -> -1 - argument;
            case 2 -> bytes(argument);
            case 3 -> text(argument);
            case 4 -> list(argument, depth);
            case 5 -> map(argument, depth);
            default -> new Cbor.Tagged(argument, value(depth + 1));
        };
    }

    private Object simple(int info) throws Malformed {
        return switch (info) {
            case 20 -> Boolean.FALSE;
            case 21 -> Boolean.TRUE;
            case 22, 23 -> null;
            case 25 -> half((int) fixed(2));
            case 26 -> (double) Float.intBitsToFloat((int) fixed(4));
            case 27 -> Double.longBitsToDouble(fixed(8));
            default -> throw Malformed.cbor("simple value " + info + " is not allowed");
        };
    }

    /** RFC 8949, appendix D. */
    private static double half(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double size = exponent == 0
                ? Math.scalb((double) fraction, -24)
                : exponent == 31
                        ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                        : Math.scalb((double) (fraction + 1024), exponent - 25);
        return (bits & 0x8000) == 0 ? size : -size;
    }

    private long argument(int info) throws Malformed {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw Malformed.cbor(info == 31 ? "lengths must be definite" : "reserved length " + info);
        }
        long argument = fixed(1 << info - 24);
        if (argument < 0) {
            throw Malformed.cbor("a number is above 2^63-1");
        }
        return argument;
    }

    private long fixed(int size) throws Malformed {
        long number = 0;
        for (int i = 0; i < size; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    private int octet() throws Malformed {
        if (!in.hasRemaining()) {
            throw Malformed.cbor("it ends within a value");
        }
        return in.get() & 0xFF;
    }

    private byte[] bytes(long length) throws Malformed {
        fits(length, 1);
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private String text(long length) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Malformed.cbor("text is not UTF-8");
        }
    }

    private List<Object> list(long length, int depth) throws Malformed {
        fits(length, 1);
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<Object, Object> map(long length, int depth) throws Malformed {
        fits(length, 2);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < length; i++) {
            Object key = value(depth + 1);
            if (!(key instanceof String || key instanceof Long)) {
                throw Malformed.cbor("a key must be text or a number");
            }
            if (map.containsKey(key)) {
                throw Malformed.cbor("a key stands twice");
            }
            map.put(key, value(depth + 1));
        }
        return map;
    }

    /** A length is believed only as far as bytes are there for it. */
    private void fits(long length, int each) throws Malformed {
        if (length > in.remaining() / each) {
            throw Malformed.cbor("a length of " + length + " runs past the end");
        }
    }
}
