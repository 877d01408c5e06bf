package org.mutoscope.core.storage;

/** A unique key is taken. Thrown by a statement; the transaction can go on. */
public final class DuplicateKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the driver said */
    public DuplicateKey(Throwable cause) {
        super("a unique key is taken", cause);
    }
}
