package org.mutoscope.rest;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.mutoscope.core.identity.Caller;

/** What is known about a request while it is answered. Belongs to the thread that answers it. */
final class Call {
    private final String id;
    private final long startedNanos = System.nanoTime();
    private String route = "none";
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
        return age().toMillis();
    }

    /** Time since it began. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** The route as the table has it; {@code none} until one was found. */
    String route() {
        return route;
    }

    void found(Router.Route found) {
        route = found.toString();
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
