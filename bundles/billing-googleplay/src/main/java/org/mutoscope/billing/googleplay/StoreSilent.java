package org.mutoscope.billing.googleplay;

/** It cannot be said now: Google did not answer, or not in a way that makes sense. Ask again later. */
final class StoreSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param message for the operator, without keys and tokens */
    StoreSilent(String message) {
        this(message, 0);
    }

    /** @param status HTTP status, 0 if there was none */
    StoreSilent(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
