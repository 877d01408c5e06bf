package org.mutoscope.worker.text;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.mutoscope.worker.model.PackageProblem;

/** The fields of one message of a protocol buffer, one after the other. Not thread-safe. */
final class ProtoFields {
    private static final int VARINT = 0;
    private static final int EIGHT = 1;
    private static final int BYTES = 2;
    private static final int FOUR = 5;

    private final String file;
    private final ByteBuffer buffer; // little endian
    private int tag;

    ProtoFields(String file, ByteBuffer buffer) {
        this.file = file;
        this.buffer = buffer;
    }

    /** Goes on to the next field, if there is one; the value of the last one was read or skipped. */
    boolean next() throws PackageProblem {
        if (!buffer.hasRemaining()) {
            return false;
        }
        tag = (int) varint();
        return true;
    }

    int field() {
        return tag >>> 3;
    }

    long whole() throws PackageProblem {
        check(VARINT);
        return varint();
    }

    float decimal() throws PackageProblem {
        check(FOUR);
        try {
            return buffer.getFloat();
        } catch (BufferUnderflowException e) {
            throw damaged();
        }
    }

    String text() throws PackageProblem {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws PackageProblem {
        ByteBuffer part = part();
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return bytes;
    }

    ProtoFields message() throws PackageProblem {
        return new ProtoFields(file, part());
    }

    void skip() throws PackageProblem {
        switch (tag & 7) {
            case VARINT -> varint();
            case EIGHT -> advance(8);
            case FOUR -> advance(4);
            case BYTES -> part();
            default -> throw damaged();
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
            throw damaged();
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
        throw damaged();
    }

    private void check(int kind) throws PackageProblem {
        if ((tag & 7) != kind) {
            throw damaged();
        }
    }

    private PackageProblem damaged() {
        return Tokenizers.broken(file, "is damaged or no SentencePiece model");
    }
}
