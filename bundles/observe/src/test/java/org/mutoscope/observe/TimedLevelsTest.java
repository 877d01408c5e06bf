package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.observe.LogLevels;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

class TimedLevelsTest {
    private static final String JOBS = "org.mutoscope.jobs";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LoggerContext context = new LoggerContext();
    private final Hand hand = new Hand();
    private final TimedLevels levels = new TimedLevels(context, hand);

    /** A clock that is set by hand. */
    private static final class Hand extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T16:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @AfterEach
    void close() {
        levels.close();
    }

    private Level level(String logger) {
        return context.getLogger(logger).getLevel();
    }

    @Test
    void aChangeReturnsByItself() {
        context.getLogger("org.mutoscope").setLevel(Level.INFO);
        LogLevels.Change change = levels.change(JOBS, "debug", MINUTE, false);
        assertEquals(new LogLevels.Change(JOBS, "DEBUG", null, hand.now.plus(MINUTE)), change);
        assertTrue(context.getLogger(JOBS + ".Run").isDebugEnabled());
        levels.tick();
        assertEquals(List.of(change), levels.changes());
        hand.now = hand.now.plus(MINUTE);
        levels.tick();
        assertNull(level(JOBS));
        assertFalse(context.getLogger(JOBS + ".Run").isDebugEnabled());
        assertEquals(List.of(), levels.changes());
    }

    @Test
    void aSecondChangeCountsAndTheFirstIsNotWhatItReturnsTo() {
        context.getLogger(JOBS).setLevel(Level.WARN);
        levels.change(JOBS, "DEBUG", MINUTE, false);
        levels.change(JOBS, "TRACE", MINUTE.multipliedBy(2), false);
        hand.now = hand.now.plus(MINUTE);
        levels.tick();
        assertEquals(Level.TRACE, level(JOBS));
        assertTrue(levels.back(JOBS));
        assertEquals(Level.WARN, level(JOBS));
        assertFalse(levels.back(JOBS));
    }

    @Test
    void aNewLogbackXmlNeitherEndsTheChangeNorIsForgotten() {
        context.getLogger(JOBS).setLevel(Level.WARN);
        levels.change(JOBS, "DEBUG", MINUTE, false);
        context.reset();
        context.getLogger(JOBS).setLevel(Level.ERROR); // as the edited file says
        levels.tick();
        assertEquals(Level.DEBUG, level(JOBS));
        hand.now = hand.now.plus(MINUTE);
        levels.tick();
        assertEquals(Level.ERROR, level(JOBS));
    }

    @Test
    void endOfThePlatformPartTakesAllBack() {
        levels.change(JOBS, "DEBUG", MINUTE, false);
        levels.change("com.acme", "OFF", MINUTE, false);
        levels.close();
        assertNull(level(JOBS));
        assertNull(level("com.acme"));
    }

    @Test
    void whatMayLogKeysAndPromptsIsAskedForByItsName() {
        for (String talkative : List.of(
                "ROOT", "root", "org.eclipse.jetty.http", "org.eclipse", "org", "h2database", "jdk.httpclient")) {
            Problem refused = assertThrows(Problem.class, () -> levels.change(talkative, "DEBUG", MINUTE, false));
            assertEquals(Code.INVALID_REQUEST, refused.code());
            assertTrue(refused.getMessage().contains("--secrets"), refused.getMessage());
        }
        assertEquals(List.of(), levels.changes());
        levels.change("org.eclipse.jetty", "INFO", MINUTE, false);
        levels.change("org.eclipse.jetty", "TRACE", MINUTE, true);
        levels.change("com.acme.motion", "TRACE", MINUTE, false);
        assertEquals(2, levels.changes().size());
    }

    @Test
    void badWishesAreNamed() {
        for (String name : List.of("", " ", "a b", "a\nb", "x".repeat(201), "../etc")) {
            assertThrows(Problem.class, () -> levels.change(name, "DEBUG", MINUTE, true), name);
        }
        for (String level : List.of("", "LOUD", "ALL", "INFO ")) {
            assertThrows(Problem.class, () -> levels.change(JOBS, level, MINUTE, true), level);
        }
        for (Duration lasts :
                List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofHours(-1), Duration.ofHours(25))) {
            assertThrows(Problem.class, () -> levels.change(JOBS, "DEBUG", lasts, true), lasts.toString());
        }
        assertThrows(Problem.class, () -> levels.change(null, "DEBUG", MINUTE, true));
        assertEquals(List.of(), levels.changes());
    }
}
