package org.mutoscope.rest;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.identity.Caller;

/** What is known about a request while it is answered. Belongs to the thread that answers it. */
final class Call {
    private final String id;
    private final long startedNanos = System.nanoTime();
    private Caller caller;
    private RateLimiter.Answer rate;

    Call() {
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        id = "req_" + HexFormat.of().formatHex(random);
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
