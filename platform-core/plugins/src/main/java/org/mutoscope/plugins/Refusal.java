package org.mutoscope.plugins;

/** A jar that is not let in. The message is one sentence for the operator: what is wrong and what to do. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean lacks;

    Refusal(String sentence) {
        this(sentence, null);
    }

    Refusal(String sentence, Throwable cause) {
        this(sentence, cause, false);
    }

    /** @param lacks whether another bundle could bring what is missing */
    Refusal(String sentence, Throwable cause, boolean lacks) {
        super(sentence, cause);
        this.lacks = lacks;
    }

    boolean lacks() {
        return lacks;
    }
}
