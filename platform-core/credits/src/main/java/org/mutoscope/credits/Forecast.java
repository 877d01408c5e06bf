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
 * promised  = lesser of  offered x (1 - reserve)  and  offered without the largest backend, unless as much has failed in the last day
 * ceiling   = least over the hours h of the last day of  (promised - paid(h)) / (accounts x free(h) / free(all))
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
    private final int kept;
    private final long clipMillis;
    private final int clipCredits;

    /** @param assumedMillis what a standard clip is taken to last until some were measured */
    Forecast(Capacity.Reading reading, int clipCredits, long assumedMillis) {
        this(reading, 0, clipCredits, assumedMillis);
    }

    /** @param kept slots that no promise counts on */
    Forecast(Capacity.Reading reading, int kept, int clipCredits, long assumedMillis) {
        this.reading = reading;
        this.kept = kept;
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
                long left = promised(reservePercent) - reading.paidHours().get(h) / clipCredits;
                long clips = Math.max(0, left) * free / asked / accounts;
                least = Math.min(least, clips);
            }
        }
        return (int) least;
    }

    /** Clips of an hour that may be promised: what is kept for a failure is reserve too, and is not kept twice. */
    private long promised(int reservePercent) {
        long offered = offered(1);
        return Math.max(0, Math.min(offered * (100 - reservePercent) / 100, offered - kept * HOUR / clipMillis));
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
