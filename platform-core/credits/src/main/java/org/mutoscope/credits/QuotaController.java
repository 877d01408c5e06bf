package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import org.mutoscope.core.ledger.Quota;

/**
 * Moves the quota of the free class: down to what the capacity bears at once, down by 15 % when waits are too long all the same, up by one when
 * they have been short for a while. Not safe for use by several threads.
 *
 * <pre>
 * no numbers for less than the stale time        hold
 *            for longer                          floor, and prices without a factor
 * settled for less than the settle time          hold
 * wait above the target in 2 windows             quota x 85/100, at least by one; demand + 5 %
 * quota above the ceiling                        ceiling
 * wait below 6/10 of the target in 6 windows     quota + 1, if the ceiling bears it; demand - 5 %
 * </pre>
 */
final class QuotaController {
    private static final int SLOW_WINDOWS = 2;
    private static final int QUICK_WINDOWS = 6;
    private static final int DEMAND_STEP = 5;

    private int clips;
    private int demand;
    private Instant changed;
    private Instant heard;
    private int slow;
    private int quick;

    /** @param changed when the present value was set; @param now from when on numbers are missed */
    QuotaController(int clips, int demand, Instant changed, Instant now) {
        this.clips = clips;
        this.demand = demand;
        this.changed = changed;
        this.heard = now;
    }

    /**
     * By what it decides.
     *
     * @param cap most, and floor at most that
     * @param settle shortest time between changes
     * @param stale how long without numbers until the floor
     */
    record Rules(
            int floor, int cap, long targetMillis, Duration settle, Duration stale, int demandLeast, int demandMost) {
        Rules {
            floor = Math.min(floor, cap);
        }
    }

    /** What is in force from now on. @param reason null if nothing changed */
    record Decision(int clips, int demand, String reason) {}

    /** One window. @param numbers null if there are none */
    Decision step(Instant now, Quota.Numbers numbers, Rules rules) {
        int within = Math.max(rules.floor, Math.min(rules.cap, clips));
        if (within != clips) {
            return change(now, within, demand, "The configuration allows " + rules.floor + " to " + rules.cap + ".");
        }
        if (numbers == null) {
            return blind(now, rules);
        }
        heard = now;
        count(numbers, rules);
        return Duration.between(changed, now).compareTo(rules.settle) < 0 ? hold() : decide(now, numbers, rules);
    }

    private Decision blind(Instant now, Rules rules) {
        boolean stale = Duration.between(heard, now).compareTo(rules.stale) >= 0;
        int calm = Math.max(rules.demandLeast, Math.min(100, rules.demandMost));
        if (!stale || (clips == rules.floor && demand == calm)) {
            return hold();
        }
        return change(
                now, rules.floor, calm, "The capacity has not been known for " + rules.stale.toMinutes() + " minutes.");
    }

    private void count(Quota.Numbers numbers, Rules rules) {
        slow = numbers.waitMillis() > rules.targetMillis ? slow + 1 : 0;
        quick = numbers.waitMillis() < rules.targetMillis / 10 * 6 ? quick + 1 : 0;
    }

    private Decision decide(Instant now, Quota.Numbers numbers, Rules rules) {
        int ceiling = Math.max(rules.floor, Math.min(rules.cap, numbers.ceiling()));
        if (slow >= SLOW_WINDOWS) {
            int less = Math.min(ceiling, Math.max(rules.floor, Math.min(clips - 1, clips * 85 / 100)));
            int dearer = Math.min(rules.demandMost, demand + DEMAND_STEP);
            return change(now, less, dearer, "Free clips wait longer than " + rules.targetMillis / 1000 + " s.");
        }
        if (clips > ceiling) {
            return change(
                    now, ceiling, demand, "The backends bear so many clips for each account in the busiest hour.");
        }
        if (quick >= QUICK_WINDOWS) {
            int cheaper = Math.max(rules.demandLeast, demand - DEMAND_STEP);
            return change(now, Math.min(ceiling, clips + 1), cheaper, "There is room: free clips hardly wait.");
        }
        return hold();
    }

    private Decision change(Instant now, int to, int factor, String reason) {
        slow = 0;
        quick = 0;
        if (to == clips && factor == demand) {
            return hold();
        }
        clips = to;
        demand = factor;
        changed = now;
        return new Decision(clips, demand, reason);
    }

    private Decision hold() {
        return new Decision(clips, demand, null);
    }
}
