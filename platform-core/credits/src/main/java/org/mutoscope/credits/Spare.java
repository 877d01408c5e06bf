package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Slots that are promised to nobody because the largest backend may fail: lots that are open do not shrink, so what is promised in the morning
 * must still be there at noon with one backend less. What has failed in the last day need not be kept once more, and of a single backend
 * nothing can be kept. Not safe for use by several threads.
 */
final class Spare {
    private static final Duration DAY = Duration.ofHours(24);

    /** Slots at a moment; a later one with as many makes an earlier one needless, so they fall from the oldest to the newest. */
    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(Instant at, int slots) {}

    /**
     * What is to be kept now.
     *
     * @param slots of healthy backends
     * @param largest of these, of the backend that has most
     */
    int keep(Instant now, int slots, int largest) {
        while (!seen.isEmpty() && seen.peekLast().slots <= slots) {
            seen.removeLast();
        }
        seen.addLast(new Seen(now, slots));
        while (!seen.peekFirst().at.plus(DAY).isAfter(now)) {
            seen.removeFirst();
        }
        int lost = seen.peekFirst().slots - slots;
        return largest >= slots ? 0 : Math.max(0, largest - lost);
    }
}
