package org.mutoscope.billing.appstore;

/** It cannot be said now: Apple's server or its OCSP responder did not answer, or not in a way that makes sense. Ask again later. */
final class StoreSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    /** @param message for the operator */
    StoreSilent(String message, Throwable cause) {
        this(message, false, cause);
    }

    /** @param lasting whether asking the same again would be answered the same */
    StoreSilent(String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    boolean lasting() {
        return lasting;
    }
}
