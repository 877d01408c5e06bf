package org.mutoscope.backend.remote.standins;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A message in the encoding of Protocol Buffers, read without knowing its schema.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
final class Protobuf {
    private record Field(long number, long value, byte[] bytes) {}

    private final List<Field> fields = new ArrayList<>();

    /** @throws IllegalArgumentException if it is no message */
    Protobuf(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (in.hasRemaining()) {
                fields.add(next(in));
            }
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("the message is cut off", e);
        }
    }

    private static Field next(ByteBuffer in) {
        long tag = varint(in);
        long number = tag >>> 3;
        return switch ((int) (tag & 7)) {
            case 0 -> new Field(number, varint(in), null);
            case 1 -> new Field(number, in.getLong(), null);
            case 2 -> new Field(number, 0, bytes(in));
            case 5 -> new Field(number, in.getInt(), null);
            default -> throw new IllegalArgumentException("no such wire type: " + (tag & 7));
        };
    }

    private static byte[] bytes(ByteBuffer in) {
        long length = varint(in);
        if (length > in.remaining()) {
            throw new IllegalArgumentException("the message is cut off");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte one = in.get();
            value |= (long) (one & 0x7f) << shift;
            if (one >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    /** All messages in this field. */
    List<Protobuf> messages(int number) {
        return fields.stream()
                .filter(field -> field.number == number && field.bytes != null)
                .map(field -> new Protobuf(field.bytes))
                .toList();
    }

    /** Text; empty if the field is not there. */
    String text(int number) {
        return new String(raw(number), StandardCharsets.UTF_8);
    }

    /** Bytes in hexadecimal digits; empty if the field is not there. */
    String hex(int number) {
        return HexFormat.of().formatHex(raw(number));
    }

    /** A number; 0 if the field is not there. */
    long number(int number) {
        return fields.stream()
                .filter(field -> field.number == number && field.bytes == null)
                .mapToLong(Field::value)
                .reduce(0, (earlier, later) -> later);
    }

    private byte[] raw(int number) {
        return fields.stream()
                .filter(field -> field.number == number && field.bytes != null)
                .map(Field::bytes)
                .reduce(new byte[0], (earlier, later) -> later);
    }
}
