package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.jobs.Breakers.Went;
import org.mutoscope.jobs.doubles.Configs;

/** When a model that fails gets no jobs, and when it gets some again. */
class BreakersTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000); // nanoTime may wrap around
    private final Breakers breakers = new Breakers(
            () -> Configs.of(
                    JobsConfig.class,
                    Map.of(
                            "breaker_calls",
                            4,
                            "breaker_failures",
                            50,
                            "breaker_open_seconds",
                            30,
                            "breaker_window_seconds",
                            300)),
            now::get);

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void attempt(Went went) {
        breakers.begun("b", "m");
        breakers.ended("b", "m", went, 2000);
    }

    private boolean takes() {
        return breakers.not("b", "m").isEmpty();
    }

    @Test
    void itOpensWhenHalfOfEnoughAttemptsFailed() {
        attempt(Went.BADLY);
        attempt(Went.BADLY);
        attempt(Went.BADLY);
        assertTrue(takes(), "three are not enough to know");
        attempt(Went.WELL);
        assertTrue(takes(), "a success opens nothing");
        attempt(Went.BADLY);
        assertEquals(Optional.of("rests, since 4 of its last 5 failed"), breakers.not("b", "m"));
        assertTrue(breakers.not("b", "other").isEmpty(), "another model of the same backend goes on");
        assertTrue(breakers.not("c", "m").isEmpty(), "and so does the same model of another");
    }

    @Test
    void afterItsRestOneJobTriesIt() {
        for (int i = 0; i < 4; i++) {
            attempt(Went.BADLY);
        }
        pass(29);
        assertFalse(takes());
        pass(2);
        assertTrue(takes());
        breakers.begun("b", "m");
        assertFalse(takes(), "one is enough");
        breakers.ended("b", "m", Went.BADLY, 1);
        assertFalse(takes(), "it rests again");
        pass(31);
        breakers.begun("b", "m");
        breakers.ended("b", "m", Went.UNKNOWN, 1);
        assertTrue(takes(), "a trial that tells nothing leaves it to the next");
        breakers.begun("b", "m");
        breakers.ended("b", "m", Went.WELL, 1);
        assertTrue(takes());
        attempt(Went.BADLY);
        assertTrue(takes(), "what was before is forgotten");
    }

    @Test
    void whatIsLongAgoDoesNotCount() {
        attempt(Went.BADLY);
        attempt(Went.BADLY);
        attempt(Went.BADLY);
        pass(301);
        attempt(Went.BADLY);
        assertTrue(takes());
    }

    @Test
    void aStopEndsWithAnOperatorAlone() {
        breakers.stop("b", "m");
        pass(100_000);
        attempt(Went.WELL);
        assertFalse(takes());
        breakers.reopen("b", "m");
        assertTrue(takes());
    }

    @Test
    void measuredConditionsWaitForMeasurements() {
        Candidate quick = Candidate.parse("m latency<=1 failures<=20");
        assertTrue(breakers.beyond("b", quick).isEmpty());
        attempt(Went.WELL);
        assertEquals(Optional.of("takes 2 s"), breakers.beyond("b", quick));
        Candidate sound = Candidate.parse("m latency<=2 failures<=20");
        assertTrue(breakers.beyond("b", sound).isEmpty());
        attempt(Went.BADLY);
        attempt(Went.WELL);
        attempt(Went.WELL);
        assertTrue(breakers.beyond("b", sound).isEmpty(), "four are not enough");
        attempt(Went.BADLY);
        assertEquals(Optional.of("fails in 40 of 100"), breakers.beyond("b", sound));
    }

    @Test
    void ourOwnFaultsAreNotTheBackends() {
        assertEquals(Went.WELL, Verdict.of(new Ended.Done(), true));
        assertEquals(Went.BADLY, Verdict.of(new Ended.Failed("acme_down", "x", true), true));
        assertEquals(Went.BADLY, Verdict.of(new Ended.Failed("backend_failed", "x", true), true));
        assertEquals(Went.BADLY, Verdict.of(new Ended.Failed("timed_out", "x", true), true));
        assertEquals(Went.UNKNOWN, Verdict.of(new Ended.Failed("encoding_failed", "x", true), true));
        assertEquals(Went.UNKNOWN, Verdict.of(new Ended.Failed("internal_error", "x", true), true));
        assertEquals(Went.UNKNOWN, Verdict.of(new Ended.Refused("no", "x"), true));
        assertEquals(Went.UNKNOWN, Verdict.of(new Ended.Busy(Duration.ZERO), true));
        assertEquals(Went.BADLY, Verdict.of(new Ended.InDoubt("t"), true));
        assertEquals(Went.UNKNOWN, Verdict.of(new Ended.InDoubt("t"), false), "the same doubt");
    }
}
