package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnnouncedTest {
    private long now;
    private final Announced announced = new Announced(() -> now);

    @Test
    void promisesNoMorePlacesThanThereAre() {
        assertFalse(announced.take("a", 0));
        assertTrue(announced.take("a", 2));
        assertTrue(announced.take("b", 2));
        assertFalse(announced.take("c", 2));
        announced.drop("a");
        assertTrue(announced.take("c", 2));
    }

    @Test
    void aTransactionThatIsTriedAgainKeepsItsOnePlace() {
        assertTrue(announced.take("a", 1));
        assertTrue(announced.take("a", 1));
        assertFalse(announced.take("b", 1));
    }

    @Test
    void aTransactionThatWasUndoneBlocksItsPlaceForAMinuteAndNoLonger() {
        assertTrue(announced.take("undone", 1));
        now += Announced.KEPT_NANOS;
        assertFalse(announced.take("b", 1));
        now++;
        assertTrue(announced.take("b", 1));
    }
}
