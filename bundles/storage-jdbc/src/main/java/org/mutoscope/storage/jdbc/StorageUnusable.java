package org.mutoscope.storage.jdbc;

/**
 * The storage cannot be opened. The message begins with a number that never changes its meaning (docs/operate/errors.md) and says why and what the operator does
 * about it; it may name paths.
 */
public final class StorageUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StorageUnusable(Why why, String message) {
        this(why, message, null);
    }

    StorageUnusable(Why why, String message, Throwable cause) {
        super(why.number + " " + message, cause);
    }

    /** What is in the way. Numbers are appended, never used again. */
    enum Why {
        SETTINGS("S101"),
        NO_CONNECTION("S102"),
        IN_USE("S103"),
        DAMAGED("S104"),
        NOT_WRITABLE("S105"),
        NEWER("S201"),
        ALTERED("S202"),
        NOT_MIGRATED("S203");

        private final String number;

        Why(String number) {
            this.number = number;
        }
    }
}
