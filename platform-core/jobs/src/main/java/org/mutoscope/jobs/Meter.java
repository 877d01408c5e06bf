package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.storage.Transaction;

/**
 * Counts what was asked for and what clips took, hour by hour for a day. What was asked is forgotten with the process; what clips take is read
 * back from the last of them. Safe for use by several threads.
 */
final class Meter {
    private static final int HOURS = 24;
    private static final int LAST = 200;

    private final Hour[] hours = new Hour[HOURS];

    private static final class Hour {
        long number;
        long free;
        long paid;
        long millis;
        long credits;
    }

    Meter() {
        for (int i = 0; i < HOURS; i++) {
            hours[i] = new Hour();
        }
    }

    /** A job was queued. */
    synchronized void asked(Instant now, Queued.Line line) {
        Hour hour = hour(now);
        if (line.free()) {
            hour.free += line.credits();
        } else {
            hour.paid += line.credits();
        }
    }

    /** A clip is done. @param took from the beginning of its rendering @param credits captured for it */
    synchronized void made(Instant now, Duration took, long credits) {
        Hour hour = hour(now);
        hour.millis += Math.max(0, took.toMillis());
        hour.credits += credits;
    }

    /** Begins with what the last clips of the day before took. */
    void recall(Transaction tx) {
        tx
                .query(
                        "select started_at, ended_at, credits_captured from job where state = 'COMPLETED' order by seq desc limit ?",
                        row -> new Made(
                                row.moment("started_at"), row.moment("ended_at"), row.number("credits_captured")),
                        LAST)
                .stream()
                .filter(made -> made.began != null
                        && made.ended.plus(Duration.ofDays(1)).isAfter(tx.now()))
                .forEach(made -> made(tx.now(), Duration.between(made.began, made.ended), made.credits));
    }

    private record Made(Instant began, Instant ended, long credits) {}

    synchronized List<Long> free(Instant now) {
        return series(now, true);
    }

    synchronized List<Long> paid(Instant now) {
        return series(now, false);
    }

    private List<Long> series(Instant now, boolean free) {
        List<Long> series = new ArrayList<>();
        long newest = number(now);
        for (long n = newest; n > newest - HOURS; n--) {
            Hour hour = hours[Math.floorMod(n, HOURS)];
            series.add(hour.number != n ? 0L : free ? hour.free : hour.paid);
        }
        return series;
    }

    /** Milliseconds and credits of the clips of the last day. */
    synchronized long[] busy(Instant now) {
        long[] sum = new long[2];
        for (Hour hour : hours) {
            if (hour.number > number(now) - HOURS) {
                sum[0] += hour.millis;
                sum[1] += hour.credits;
            }
        }
        return sum;
    }

    private Hour hour(Instant now) {
        long n = number(now);
        int at = Math.floorMod(n, HOURS);
        if (hours[at].number != n) {
            hours[at] = new Hour();
            hours[at].number = n;
        }
        return hours[at];
    }

    private static long number(Instant now) {
        return now.getEpochSecond() / 3600;
    }
}
