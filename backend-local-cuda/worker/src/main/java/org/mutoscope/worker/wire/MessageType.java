package org.mutoscope.worker.wire;

/** Kinds of messages. The number on the wire never changes its meaning; new kinds get new numbers. */
public enum MessageType {
    /** From the worker: {@code protocol, worker, onnxruntime, pid, provider, device, threads, reason}. */
    HELLO(1, Limits.TEXT),
    /** From the worker: a model it can render, see the worker's {@code OfferFields}. */
    OFFER(2, Limits.TEXT),
    /** From the worker: a model folder it does not offer: {@code folder, code, message}. */
    PROBLEM(3, Limits.TEXT),
    /** From the worker: loading is over. */
    READY(4, 0),
    /** To the worker: {@code job, model, prompt, size, seconds, seed}, and perhaps {@code task, first_frame, last_frame, source, source_frames} and {@code option.NAME}. */
    RENDER(16, Limits.TEXT),
    /** To the worker: give up the running render. */
    CANCEL(17, 0),
    /** From the worker: {@code fraction, phase}. */
    PROGRESS(18, Limits.TEXT),
    /** From the worker: one picture. */
    FRAME(19, Limits.FRAME),
    /** From the worker: all frames were sent; facts about the render. */
    DONE(20, Limits.TEXT),
    /** From the worker: the request is at fault: {@code code, message}. */
    REFUSED(21, Limits.TEXT),
    /** From the worker: the render is at fault: {@code code, message, retryable}. */
    FAILED(22, Limits.TEXT),
    /** To the worker: are you there? */
    PING(32, 0),
    /** From the worker: yes. */
    PONG(33, 0);

    private final int code;
    private final int limit;

    MessageType(int code, int limit) {
        this.code = code;
        this.limit = limit;
    }

    /** The number on the wire, 1 to 127. */
    public int code() {
        return code;
    }

    /** Longest payload in bytes. */
    public int limit() {
        return limit;
    }

    /** Finds the kind of a number. @throws GarbledException if there is none */
    static MessageType of(int code) throws GarbledException {
        for (MessageType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new GarbledException("no message has the number " + code);
    }

    /** In a class of their own, because enum constants cannot refer to later constants of the enum. */
    private static final class Limits {
        static final int TEXT = 1 << 20;
        static final int FRAME = 16 << 20;
    }
}
