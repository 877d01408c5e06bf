package org.mutoscope.billing.appstore;

/** Something is not what it would have to be: not signed by Apple, of another app, or signed and yet not to be granted. */
final class Untrusted extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code short name in snake_case @param message for the person who sent it: what is wrong and what to do */
    Untrusted(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
