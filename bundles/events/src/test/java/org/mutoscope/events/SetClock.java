package org.mutoscope.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that the test sets. */
final class SetClock extends Clock {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    private volatile Instant now = START;

    Instant now() {
        return now;
    }

    void forward(Duration by) {
        now = now.plus(by);
    }

    void reset() {
        now = START;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
