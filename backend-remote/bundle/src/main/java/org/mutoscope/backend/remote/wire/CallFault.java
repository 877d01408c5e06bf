package org.mutoscope.backend.remote.wire;

/** A request without a usable answer. The message is for the operator and never holds a key, a prompt or a signed address. */
public final class CallFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is known of the request. */
    public enum Kind {
        /** The service has surely not seen it. */
        NOT_SENT,
        /** The service may have seen it, and done what it asks. */
        NO_ANSWER,
        /** It would have gone to a host that is not configured; it was not sent. */
        NOT_ALLOWED,
        /** The answer is larger than what is taken. */
        TOO_LARGE
    }

    private final Kind kind;

    /** @param kind what is known @param message for the operator */
    public CallFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is known of the request. */
    public Kind kind() {
        return kind;
    }
}
