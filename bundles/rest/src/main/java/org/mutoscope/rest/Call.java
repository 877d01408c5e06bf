package org.mutoscope.rest;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.mutoscope.core.identity.Caller;

/** What is known about a request while it is answered. Belongs to the thread that answers it. */
final class Call {
    private final String id;
    private final long startedNanos = System.nanoTime();
    private final Proxies.Origin origin;
    private String route = "none";
    private boolean administers;
    private Caller caller;
    private RateLimiter.Answer rate;

    Call(Proxies.Origin origin) {
        this.origin = origin;
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

    /** Where it comes from. */
    Proxies.Origin origin() {
        return origin;
    }

    /** The route as the table has it; {@code none} until one was found. */
    String route() {
        return route;
    }

    void found(Router.Route found) {
        route = found.toString();
        administers = found.access().administrative() && !found.method().equals("GET");
    }

    /** Whether it would change something about the installation. */
    boolean administers() {
        return administers;
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
