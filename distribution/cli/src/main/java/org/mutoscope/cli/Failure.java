package org.mutoscope.cli;

/** A command that did not succeed. The message is for the person at the keyboard. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The request was refused, or the job failed. */
    static final int REFUSED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The platform cannot be reached or cannot work now. */
    static final int UNAVAILABLE = 69;
    /** Something broke that should not. */
    static final int INTERNAL = 70;
    /** A file could not be read or written. */
    static final int FILE = 74;
    /** The key is missing or not allowed to do this. */
    static final int NOT_ALLOWED = 77;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
