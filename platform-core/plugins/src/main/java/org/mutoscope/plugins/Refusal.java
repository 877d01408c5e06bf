package org.mutoscope.plugins;

/** A jar that is not let in. The message is one sentence for the operator: what is wrong and what to do. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String sentence) {
        super(sentence);
    }

    Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
