package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.identity.Caller;

/** What is known about a request while it is answered. Belongs to the thread that answers it. */
final class Call {
    /** Request attribute that holds it. */
    static final String ATTRIBUTE = "org.mutoscope.rest.call";

    private final String id;
    private final long startedNanos = System.nanoTime();
    private Caller caller;
    private RateLimiter.Answer rate;

    private Call(String id) {
        this.id = id;
    }

    static Call begin(HttpServletRequest request) {
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        Call call = new Call("req_" + HexFormat.of().formatHex(random));
        request.setAttribute(ATTRIBUTE, call);
        return call;
    }

    static Call of(HttpServletRequest request) {
        return (Call) request.getAttribute(ATTRIBUTE);
    }

    String id() {
        return id;
    }

    long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** Who calls; null on routes that are open to all. */
    Caller caller() {
        return caller;
    }

    void caller(Caller known) {
        caller = known;
    }

    /** What the rate limiter said; null when it was not asked. */
    RateLimiter.Answer rate() {
        return rate;
    }

    void rate(RateLimiter.Answer answer) {
        rate = answer;
    }
}
