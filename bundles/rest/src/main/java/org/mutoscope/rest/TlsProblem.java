package org.mutoscope.rest;

/** Why a certificate or key cannot be used: a sentence for the operator that says what to do. */
final class TlsProblem extends Exception {
    private static final long serialVersionUID = 1L;

    TlsProblem(String sentence) {
        super(sentence);
    }

    TlsProblem(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
