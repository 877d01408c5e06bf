package org.mutoscope.rest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts requests per account, key or address (the generic cell rate algorithm: one number for each, the moment at which its bucket would be full
 * again). Safe for use by several threads.
 */
final class RateLimiter {
    private static final long NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int MANY = 10_000;
    /** Those who come when so many are counted share one bucket: nobody fills the memory by inventing addresses. */
    private static final int MOST = 200_000;

    private static final String THE_REST = "";

    private final ConcurrentHashMap<String, Long> fullAt = new ConcurrentHashMap<>();
    private final LongSupplier clock;
    private volatile long swept;

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    RateLimiter(LongSupplier clock) {
        this.clock = clock;
        this.swept = clock.getAsLong() - NANOS_PER_MINUTE;
    }

    /** Counts one request. @param perMinute at least 1 */
    Answer take(String who, int perMinute, int burst) {
        String account = fullAt.size() < MOST || fullAt.containsKey(who) ? who : THE_REST;
        long now = clock.getAsLong();
        long interval = Math.max(1, NANOS_PER_MINUTE / perMinute);
        long room = interval * burst;
        long[] late = new long[1];
        long full = fullAt.compute(account, (key, old) -> {
            long from = old == null || old - now < 0 ? now : old;
            long next = from + interval;
            late[0] = next - now - room;
            return late[0] > 0 ? from : next;
        });
        forgetTheRested(now);
        long used = full - now;
        return new Answer(
                late[0] <= 0,
                burst,
                Math.max(0, (room - used) / interval),
                millisUp(used),
                late[0] <= 0 ? 0 : millisUp(late[0]));
    }

    private void forgetTheRested(long now) {
        if (fullAt.size() > MANY && now - swept >= NANOS_PER_MINUTE / 60) {
            swept = now; // a race sweeps twice, which is no harm
            fullAt.values().removeIf(full -> full - now <= 0);
        }
    }

    private static long millisUp(long nanos) {
        return (nanos + 999_999) / 1_000_000;
    }

    /** @param resetMillis until the whole burst is free again @param retryMillis until one request is; 0 if allowed */
    record Answer(boolean allowed, int limit, long remaining, long resetMillis, long retryMillis) {}
}
