package org.mutoscope.jobs;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.jobs.Comeback.Bond;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings jobs back into the queue: at once, after a rest, or bound to the backend that left a ticket in them. */
final class Returns {
    private static final Logger LOG = LoggerFactory.getLogger(Returns.class);

    private final Desk desk;
    private final FairQueue queue;
    private final BackendPool pool;
    private final Runnable wake;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> strict = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();

    Returns(Desk desk, FairQueue queue, BackendPool pool, Runnable wake) {
        this.desk = desk;
        this.queue = queue;
        this.pool = pool;
        this.wake = wake;
    }

    /** How often services have changed; an attempt notes it before it looks for what it needs. */
    long changes() {
        return changes.get();
    }

    /** @param seen what {@link #changes} was when the attempt began */
    void add(Queued job, Comeback comeback, long seen) {
        add(job, comeback);
        if (comeback.waiting() && changes.get() != seen) {
            rouse(job.jobId()); // what it waits for may have come before it was known to wait
        }
    }

    void add(Queued job, Comeback comeback) {
        Need need = job.need().boundTo(comeback.bond() == Bond.NONE ? null : comeback.boundTo());
        Queued back = job.with(need);
        if (comeback.waiting()) {
            waiting.add(job.jobId());
        }
        if (comeback.bond() == Bond.STRICT) {
            strict.add(job.jobId());
        } else {
            strict.remove(job.jobId());
        }
        if (comeback.rest().isZero() || comeback.rest().isNegative()) {
            queue.add(back);
            wake.run();
        } else {
            queue.park(back);
            later(() -> rouse(job.jobId()), comeback.rest());
        }
        if (comeback.bond() == Bond.PATIENT) {
            later(() -> release(job.jobId()), Duration.ofSeconds(desk.config().ticket_patience_seconds()));
        }
    }

    /** Services that a waiting job may have been waiting for have changed. */
    void rouseWaiting() {
        changes.incrementAndGet();
        waiting.forEach(this::rouse);
    }

    private void rouse(String jobId) {
        waiting.remove(jobId);
        queue.find(jobId).ifPresent(job -> queue.wake(jobId, job.need()));
        wake.run();
    }

    /** The backend with the ticket did not come back in time: another may begin anew. */
    private void release(String jobId) {
        queue.find(jobId)
                .filter(job -> job.need().boundTo() != null && !strict.contains(jobId))
                .filter(job -> !pool.present(job.need().boundTo()))
                .ifPresent(job -> {
                    LOG.info("{} no longer waits for {}", jobId, job.need().boundTo());
                    queue.change(jobId, job.need().boundTo(null));
                    wake.run();
                });
    }

    /** A job has ended. */
    void forget(String jobId) {
        waiting.remove(jobId);
        strict.remove(jobId);
    }

    private void later(Runnable action, Duration after) {
        try {
            desk.clock().schedule(action, after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the platform is stopping; the job is found again at the next start");
        }
    }
}
