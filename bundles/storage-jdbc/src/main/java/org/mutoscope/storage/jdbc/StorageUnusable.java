package org.mutoscope.storage.jdbc;

/** The storage cannot be opened. The message says why and what the operator does about it; it may name paths. */
public final class StorageUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StorageUnusable(String message) {
        super(message);
    }

    StorageUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
