package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Days that end at an account's midnight. A lot lives 12 to 37 hours: to the first midnight that is at least 12 hours away. Where a clock is put
 * forward over midnight the day begins with the first moment there is; jitter of up to 15 minutes, the same every day, spreads the accounts.
 */
final class Midnight {
    /** Two daily lots of an account are opened at least so far apart, whatever happens to zones and clocks. */
    static final Duration APART = Duration.ofHours(20);

    private static final Duration SHORTEST = Duration.ofHours(12);
    private static final int JITTER_SECONDS = 900;

    private Midnight() {}

    static Instant end(Instant now, ZoneId zone, String accountId) {
        Instant earliest = now.plus(SHORTEST);
        LocalDate day = earliest.atZone(zone).toLocalDate();
        Instant midnight = day.atStartOfDay(zone).toInstant();
        if (midnight.isBefore(earliest)) {
            midnight = day.plusDays(1).atStartOfDay(zone).toInstant();
        }
        return midnight.plusSeconds(jitter(accountId));
    }

    private static long jitter(String accountId) {
        return Long.parseLong(Words.hash("midnight", accountId).substring(0, 8), 16) % JITTER_SECONDS;
    }
}
