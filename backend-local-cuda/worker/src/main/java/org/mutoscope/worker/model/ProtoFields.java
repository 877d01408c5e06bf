package org.mutoscope.worker.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The fields of one message of a protocol buffer, one after the other. Not thread-safe. */
public final class ProtoFields {
    private static final int VARINT = 0;
    private static final int EIGHT = 1;
    private static final int BYTES = 2;
    private static final int FOUR = 5;

    private final ByteBuffer buffer; // little endian
    private final Supplier<PackageProblem> damage;
    private int tag;

    /** @param buffer the message, little endian @param damage what is wrong if it is none */
    public ProtoFields(ByteBuffer buffer, Supplier<PackageProblem> damage) {
        this.buffer = buffer;
        this.damage = damage;
    }

    /** Goes on to the next field, if there is one; the value of the last one was read or skipped. */
    public boolean next() throws PackageProblem {
        if (!buffer.hasRemaining()) {
            return false;
        }
        tag = (int) varint();
        return true;
    }

    /** Number of the field. */
    public int field() {
        return tag >>> 3;
    }

    /** The value, a whole number. */
    public long whole() throws PackageProblem {
        check(VARINT);
        return varint();
    }

    /** The value, a number of four bytes. */
    public float decimal() throws PackageProblem {
        check(FOUR);
        try {
            return buffer.getFloat();
        } catch (BufferUnderflowException e) {
            throw damage.get();
        }
    }

    /** The value, a text. */
    public String text() throws PackageProblem {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The value, bytes. */
    public byte[] bytes() throws PackageProblem {
        ByteBuffer part = part();
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return bytes;
    }

    /** The value, a message. */
    public ProtoFields message() throws PackageProblem {
        return new ProtoFields(part(), damage);
    }

    /** Leaves the value out. */
    public void skip() throws PackageProblem {
        switch (tag & 7) {
            case VARINT -> varint();
            case EIGHT -> advance(8);
            case FOUR -> advance(4);
            case BYTES -> part();
            default -> throw damage.get();
        }
    }

    private ByteBuffer part() throws PackageProblem {
        check(BYTES);
        long size = varint();
        ByteBuffer part = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        advance(size);
        return part.limit((int) size);
    }

    private void advance(long bytes) throws PackageProblem {
        if (bytes < 0 || bytes > buffer.remaining()) {
            throw damage.get();
        }
        buffer.position(buffer.position() + (int) bytes);
    }

    private long varint() throws PackageProblem {
        long value = 0;
        for (int shift = 0; shift < 64 && buffer.hasRemaining(); shift += 7) {
            byte b = buffer.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damage.get();
    }

    private void check(int kind) throws PackageProblem {
        if ((tag & 7) != kind) {
            throw damage.get();
        }
    }
}
