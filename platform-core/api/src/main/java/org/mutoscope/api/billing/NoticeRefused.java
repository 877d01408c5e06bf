package org.mutoscope.api.billing;

/** A notice that is not from the store or cannot be read. Kept and shown to the operator. */
public final class NoticeRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message for the operator, without secrets */
    public NoticeRefused(String message) {
        super(message);
    }
}
