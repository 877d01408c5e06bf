package org.mutoscope.storage.jdbc;

/** A statement that the database refused for its own sake: a broken check, bad SQL. The whole unit of work is undone. */
final class StatementFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatementFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
