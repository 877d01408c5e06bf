package org.mutoscope.worker.wire;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes messages. Thread-safe; each message is flushed. */
public final class MessageWriter {
    static final int MAGIC = 0x4D555431;

    private final DataOutputStream out;

    /** @param out where they go; buffered here */
    public MessageWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    }

    /**
     * Writes one message; blocks while the other side does not read.
     *
     * @throws IllegalArgumentException if it is longer than its type allows
     */
    public synchronized void write(Message message) throws IOException {
        int length = message.payload().length;
        if (length > message.type().limit()) {
            throw new IllegalArgumentException(message.type() + " with " + length + " bytes is too long");
        }
        out.writeInt(MAGIC);
        out.writeByte(message.type().code());
        out.writeInt(length);
        out.write(message.payload());
        out.flush();
    }
}
