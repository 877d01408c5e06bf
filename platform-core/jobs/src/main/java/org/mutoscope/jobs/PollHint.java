package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import org.mutoscope.core.jobs.Job;

/** How long a client should wait before it asks again: about a quarter of the time that is left, 0.5 s to 10 s. */
final class PollHint {
    private static final long LEAST = 500;
    private static final long MOST = 10_000;
    /** What a clip is taken to last. */
    private static final long CLIP = 5_000;

    private final LiveProgress live;
    private final BackendPool pool;

    PollHint(LiveProgress live, BackendPool pool) {
        this.live = live;
        this.pool = pool;
    }

    Duration running(Job job) {
        double done = live.fraction(job.id());
        if (done <= 0.01 || job.startedAt() == null) {
            return within(LEAST * 2);
        }
        long passed = Duration.between(job.startedAt(), Instant.now()).toMillis();
        return within((long) (passed * (1 - done) / done / 4));
    }

    Duration queued(int queued) {
        return within((queued + 1L) * CLIP / Math.max(1, pool.slots()) / 4);
    }

    private static Duration within(long milliseconds) {
        return Duration.ofMillis(Math.min(MOST, Math.max(LEAST, milliseconds)));
    }
}
