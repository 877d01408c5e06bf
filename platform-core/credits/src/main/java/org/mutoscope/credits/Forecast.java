package org.mutoscope.credits;

import java.util.List;
import org.mutoscope.core.jobs.Capacity;
import org.mutoscope.core.ledger.Quota;

/**
 * Makes the numbers that the quota goes by from what was read. All in whole numbers, rounded down, since what is promised must be there.
 *
 * <pre>
 * clip      = time that measured clips occupied slots, for the credits of a standard clip      (until one was measured: as configured)
 * offered   = slots x hour / clip, and what the remaining money of metered backends pays for at most
 * ceiling   = least over the hours h of the last day of  (offered x (1 - reserve) - paid(h)) / (accounts x free(h) / free(all))
 * wait      = 9/10 x credits of free jobs that wait x clip / (slots x share of the free class)
 * </pre>
 *
 * The ceiling looks at the busiest hour instead of at the day as a whole: slots that are idle at night make no clips in the evening. Nine tenths
 * of the time in which the queue empties is what nine of ten of those in it wait at most.
 */
final class Forecast {
    private static final long HOUR = 3_600_000;
    private static final long MOST = 1_000_000_000_000L;

    private final Capacity.Reading reading;
    private final long clipMillis;
    private final int clipCredits;

    /** @param assumedMillis what a standard clip is taken to last until some were measured */
    Forecast(Capacity.Reading reading, int clipCredits, long assumedMillis) {
        this.reading = reading;
        this.clipCredits = clipCredits;
        this.clipMillis = reading.busyCredits() < clipCredits
                ? assumedMillis
                : Math.max(1, Math.multiplyExact(reading.busyMillis(), (long) clipCredits) / reading.busyCredits());
    }

    /** The numbers for a floor to a cap of clips a day. */
    Quota.Numbers numbers(long freeAccounts, int reservePercent, int cap) {
        long wait = waitMillis();
        return new Quota.Numbers(
                ceiling(freeAccounts, reservePercent, cap),
                wait,
                offered(24),
                sum(reading.paidHours()) / clipCredits,
                freeAccounts);
    }

    /** Standard clips that can be made in so many hours. */
    long offered(long hours) {
        long metered = Math.min(reading.budgetSlots() * hours * HOUR / clipMillis, reading.budgetClips());
        return Math.min(MOST, reading.slots() * hours * HOUR / clipMillis + metered);
    }

    private int ceiling(long accounts, int reservePercent, int cap) {
        long free = sum(reading.freeHours());
        if (accounts == 0 || free == 0) {
            return offered(1) == 0 ? 0 : cap;
        }
        long least = cap;
        for (int h = 0; h < reading.freeHours().size(); h++) {
            long asked = reading.freeHours().get(h);
            if (asked > 0) {
                long left = offered(1) * (100 - reservePercent) / 100
                        - reading.paidHours().get(h) / clipCredits;
                long clips = Math.max(0, left) * free / asked / accounts;
                least = Math.min(least, clips);
            }
        }
        return (int) least;
    }

    private long waitMillis() {
        if (reading.freeQueued() == 0) {
            return 0;
        }
        long slots = (long) reading.slots() + reading.budgetSlots();
        long share = reading.freeWeight();
        long all = share + reading.otherWeights();
        if (slots == 0) {
            return MOST;
        }
        long queued = Math.min(reading.freeQueued(), MOST) * clipMillis / clipCredits;
        return Math.min(MOST, queued / 10 * 9 / slots * all / share);
    }

    private static long sum(List<Long> hours) {
        return hours.stream().mapToLong(Long::longValue).sum();
    }
}
