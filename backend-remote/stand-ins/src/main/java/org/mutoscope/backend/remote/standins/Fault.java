package org.mutoscope.backend.remote.standins;

import java.util.Locale;

/** Ways in which a service goes wrong. In scripts they are written in lower case. */
public enum Fault {
    // Nothing was begun, and a client can know it.
    /** 429 in the service's own shape, without a word about when to come again. */
    BUSY(When.INSTEAD),
    /** 429 with {@code Retry-After: seconds}. */
    BUSY_LATER(When.INSTEAD),
    /** 401 in the service's own shape. */
    UNAUTHORIZED(When.INSTEAD),
    /** 400 in the service's own shape. */
    REFUSED(When.INSTEAD),
    /** 404 in the service's own shape. */
    NOT_FOUND(When.INSTEAD),
    /** 302 to the address {@code to}. */
    REDIRECT(When.INSTEAD),
    /** The link of an output has expired: 403 as a signed address answers. */
    EXPIRED(When.INSTEAD),

    // Nothing was begun, and no client can know it.
    /** 500 in the service's own shape. */
    SERVER_ERROR(When.INSTEAD),
    /** 503 with a page for people. */
    UNAVAILABLE(When.INSTEAD),
    /** The connection is reset before any answer. */
    CUT_BEFORE(When.INSTEAD),
    /** No answer for {@code millis}, then a reset. */
    HANG_BEFORE(When.INSTEAD),

    // The service did what it was asked; its answer suffers.
    /** 500 in the service's own shape, although it was done. */
    ERROR_AFTER(When.AFTER),
    /** 502 with a page for people, although it was done. */
    GATEWAY_AFTER(When.AFTER),
    /** The connection is reset, although it was done. */
    CUT_AFTER(When.AFTER),
    /** No answer for {@code millis}, then a reset, although it was done. */
    HANG_AFTER(When.AFTER),
    /** Half of the answer, then a reset. */
    HALF(When.AFTER),
    /** The answer comes in drops, over {@code millis}. */
    SLOW(When.AFTER),
    /** The right status and type, and no sense. */
    GARBAGE(When.AFTER),
    /** The right status and no body. */
    EMPTY(When.AFTER),
    /** 200 with a page for people. */
    WRONG_TYPE(When.AFTER),
    /** The right status and type; the bytes are a picture's. */
    WRONG_BYTES(When.AFTER),
    /** More bytes than anybody reads: {@code bytes} of them. */
    HUGE(When.AFTER),

    // The fate of the job that the request begins.
    /** Fails, with the service's code {@code code} where it has codes. */
    FAILS(When.FATE),
    /** Fails, and is charged nevertheless. */
    FAILS_CHARGED(When.FATE),
    /** The service's filter refuses the output. */
    FILTERED(When.FATE),
    /** Somebody cancels it at the service. */
    CANCELLED(When.FATE),
    /** Accepted, and not found ever after. It is charged, because it was rendered. */
    LOST(When.FATE),
    /** Never ends. */
    STUCK(When.FATE),
    /** Waits for {@code polls} readings before it begins. */
    THROTTLED(When.FATE),
    /** Costs {@code micros}, or twice the price. */
    MISPRICED(When.FATE),
    /** The clip is half as long as was asked. */
    SHORTER(When.FATE),
    /** Status words that no document names, until it is done. */
    ODD_STATUS(When.FATE);

    /** When a fault acts. */
    enum When {
        INSTEAD,
        AFTER,
        FATE
    }

    private final When when;

    Fault(When when) {
        this.when = when;
    }

    When when() {
        return when;
    }

    /** The name in scripts. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Fault of(String word) {
        for (Fault fault : values()) {
            if (fault.word().equals(word)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("no fault is called " + word);
    }
}
