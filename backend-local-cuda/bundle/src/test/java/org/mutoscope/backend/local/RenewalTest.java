package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which worker goes when, after the model folders have changed. Workers are called by a letter. */
class RenewalTest {
    private static final Optional<String> NOBODY = Optional.empty();

    private final Renewal<String> renewal = new Renewal<>();
    private final Renewal.Seat one = renewal.seat();
    private final Renewal.Seat two = renewal.seat();

    private void serve(Renewal.Seat seat, String worker) {
        renewal.starting(seat);
        renewal.ready(seat, worker);
    }

    private Optional<String> next(String... free) {
        return renewal.next(List.of(free));
    }

    @Test
    void oneAfterTheOther() {
        serve(one, "a");
        serve(two, "b");
        assertEquals(NOBODY, next("a", "b"));
        renewal.changed();
        assertEquals(Optional.of("a"), next("a", "b"));
        assertEquals(NOBODY, next("b"), "one is on its way");
        renewal.gone("a");
        renewal.starting(one);
        assertEquals(NOBODY, next("b"));
        renewal.ready(one, "c");
        assertEquals(Optional.of("b"), next("c", "b"));
        renewal.gone("b");
        serve(two, "d");
        assertEquals(NOBODY, next("c", "d"), "all have read the folders as they are");
    }

    @Test
    void aBusyOneIsReplacedWhenItIsFree() {
        serve(one, "a");
        renewal.changed();
        assertEquals(NOBODY, next());
        assertEquals(Optional.of("a"), next("a"));
    }

    @Test
    void aChangeWhileAWorkerStartsIsNotLost() {
        renewal.starting(one);
        renewal.changed();
        renewal.ready(one, "a");
        assertEquals(Optional.of("a"), next("a"));
        renewal.gone("a");
        renewal.starting(one);
        renewal.changed();
        renewal.ready(one, "b");
        assertEquals(Optional.of("b"), next("b"));
    }

    /** A package that kills whoever reads it takes one worker, not all. */
    @Test
    void thoseThatServeAreLeftAloneWhileNewOnesFail() {
        serve(one, "a");
        serve(two, "b");
        renewal.changed();
        assertEquals(Optional.of("a"), next("a", "b"));
        renewal.gone("a");
        renewal.starting(one);
        renewal.failed(one);
        renewal.starting(one);
        renewal.failed(one);
        assertEquals(NOBODY, next("b"));
        serve(one, "c");
        assertEquals(Optional.of("b"), next("b", "c"), "it was a passing fault, and the others are not forgotten");
    }

    @Test
    void aSeatThatFailedBeforeSaysNothingAgainstTheChange() {
        serve(one, "a");
        renewal.starting(two);
        renewal.failed(two);
        renewal.changed();
        renewal.starting(two);
        renewal.failed(two);
        assertEquals(Optional.of("a"), next("a"));
    }
}
