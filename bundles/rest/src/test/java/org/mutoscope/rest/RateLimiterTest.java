package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may wrap
    private final RateLimiter limiter = new RateLimiter(clock::get);

    @Test
    void letsABurstThroughThenOneForEachInterval() {
        for (int i = 0; i < 3; i++) {
            RateLimiter.Answer answer = limiter.take("a", 60, 3);
            assertTrue(answer.allowed());
            assertEquals(2 - i, answer.remaining());
        }
        RateLimiter.Answer refused = limiter.take("a", 60, 3);
        assertFalse(refused.allowed());
        assertEquals(1_000, refused.retryMillis());
        assertTrue(limiter.take("b", 60, 3).allowed());
        clock.addAndGet(999_000_000);
        assertFalse(limiter.take("a", 60, 3).allowed());
        clock.addAndGet(1_000_000);
        assertTrue(limiter.take("a", 60, 3).allowed());
        assertFalse(limiter.take("a", 60, 3).allowed());
    }

    @Test
    void restGivesTheBurstBackButNotMore() {
        for (int i = 0; i < 3; i++) {
            limiter.take("a", 60, 3);
        }
        clock.addAndGet(3_600_000_000_000L);
        int allowed = 0;
        while (limiter.take("a", 60, 3).allowed()) {
            allowed++;
        }
        assertEquals(3, allowed);
    }
}
