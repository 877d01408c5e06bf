package org.mutoscope.plugins;

/** A jar that is not let in. The message is one sentence for the operator: what is wrong and what to do. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What sort of thing is wrong. */
    enum Kind {
        /** Nothing that another bundle could change. */
        WRONG,
        /** Another bundle could bring what is missing. */
        LACKS,
        /** Its own code threw. */
        THREW,
        /** Its own code did not come back. */
        HUNG
    }

    Refusal(String sentence) {
        this(sentence, null);
    }

    Refusal(String sentence, Throwable cause) {
        this(sentence, cause, Kind.WRONG);
    }

    Refusal(String sentence, Throwable cause, Kind kind) {
        super(sentence, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    boolean lacks() {
        return kind == Kind.LACKS;
    }
}
