package org.mutoscope.worker.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads messages. For one thread. */
public final class MessageReader {
    private final DataInputStream in;

    /** @param in where they come from; buffered here */
    public MessageReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }

    /**
     * Waits for the next message; empty if the stream ended between two messages.
     *
     * @throws GarbledException if the bytes are no message; reading on makes no sense
     */
    public Optional<Message> next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(message(first));
        } catch (EOFException e) {
            throw new GarbledException("the stream ended inside a message");
        }
    }

    private Message message(int first) throws IOException {
        int magic = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (magic != MessageWriter.MAGIC) {
            throw new GarbledException(
                    String.format("a message begins with %08x, not with %08x", MessageWriter.MAGIC, magic));
        }
        MessageType type = MessageType.of(in.readByte());
        int length = in.readInt();
        // Checked before anything is allocated: a wild length must not cost memory.
        if (length < 0 || length > type.limit()) {
            throw new GarbledException(type + " has at most " + type.limit() + " bytes, not " + length);
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Message(type, payload);
    }
}
