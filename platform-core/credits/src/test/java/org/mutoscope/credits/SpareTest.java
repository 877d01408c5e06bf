package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept for the failure of the largest backend. */
class SpareTest {
    private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    private final Spare spare = new Spare();

    private int keep(int hour, int slots, int largest) {
        return spare.keep(START.plus(Duration.ofHours(hour)), slots, largest);
    }

    @Test
    void ofASingleBackendNothingCanBeKept() {
        assertEquals(0, keep(0, 15, 15));
        assertEquals(0, keep(1, 0, 0));
    }

    @Test
    void theLargestIsKeptUntilAsMuchHasFailedAndAgainADayLater() {
        assertEquals(15, keep(0, 45, 15));
        assertEquals(0, keep(2, 30, 15), "it has failed");
        assertEquals(5, keep(3, 35, 15), "a part came back");
        assertEquals(0, keep(10, 30, 15));
        assertEquals(5, keep(25, 30, 10), "five of what was there a day ago are gone");
        assertEquals(10, keep(40, 30, 10), "what is gone for a day is no loss any more");
    }

    @Test
    void moreBackendsThanEverNeedTheirSpare() {
        assertEquals(5, keep(0, 10, 5));
        assertEquals(20, keep(1, 60, 20));
        assertEquals(20, keep(26, 60, 20));
    }
}
