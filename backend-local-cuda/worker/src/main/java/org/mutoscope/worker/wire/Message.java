package org.mutoscope.worker.wire;

import java.nio.ByteBuffer;

/**
 * One message.
 *
 * @param type its kind
 * @param payload its content; not copied, leave it alone
 */
public record Message(MessageType type, byte[] payload) {
    private static final byte[] NOTHING = {};

    /** A message without content. */
    public static Message bare(MessageType type) {
        return new Message(type, NOTHING);
    }

    /** A message of fields. */
    public static Message of(MessageType type, Fields fields) {
        return new Message(type, fields.encode());
    }

    /** A picture. @param rgb its bytes from position to limit; copied */
    public static Message frame(int index, ByteBuffer rgb) {
        return new Message(
                MessageType.FRAME,
                ByteBuffer.allocate(Integer.BYTES + rgb.remaining())
                        .putInt(index)
                        .put(rgb.duplicate())
                        .array());
    }

    /** The content as fields. @throws GarbledException if it is something else */
    public Fields fields() throws GarbledException {
        return Fields.decode(payload);
    }

    /** Number of the picture in a {@code FRAME}, from 0. @throws GarbledException if it has none */
    public int frameIndex() throws GarbledException {
        if (payload.length < Integer.BYTES) {
            throw new GarbledException("a frame without a number");
        }
        return ByteBuffer.wrap(payload).getInt();
    }

    /** The RGB bytes of a {@code FRAME}, after {@link #frameIndex} found a number. */
    public ByteBuffer frameRgb() {
        return ByteBuffer.wrap(payload, Integer.BYTES, payload.length - Integer.BYTES)
                .slice();
    }
}
