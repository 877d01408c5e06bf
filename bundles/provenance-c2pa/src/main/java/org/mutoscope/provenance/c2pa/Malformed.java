package org.mutoscope.provenance.c2pa;

import java.io.IOException;

/** A file, box or value that breaks its format. The message says where and how, and holds nothing of the content. */
final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    private final String code;

    /**
     * @param code status code of the C2PA specification, section 15.2, or {@code general.error}
     * @param message what is wrong, for a person
     */
    Malformed(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Status code of the specification. */
    String code() {
        return code;
    }

    static Malformed box(String message) {
        return new Malformed("general.error", message);
    }

    static Malformed cbor(String message) {
        return new Malformed("assertion.cbor.invalid", message);
    }
}
