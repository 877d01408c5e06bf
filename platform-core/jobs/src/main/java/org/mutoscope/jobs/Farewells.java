package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets services know of jobs that were cancelled while no attempt had them: in doubt, or between two attempts. What goes on there is named by the ticket; its backend
 * gets the job once more, as if its attempt were cancelled at that moment. The ticket stays in its row until that is done, so that a restart forgets nothing.
 */
final class Farewells {
    private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);
    private static final int MOST = 1000;

    private final Desk desk;
    private final BackendPool pool;
    private final PartnerCalls calls;
    private final Breakers breakers;
    private final Map<String, Left> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile Runnable wake = () -> {};
    private volatile Supplier<JobRunner> road = () -> null;

    Farewells(Desk desk, BackendPool pool, PartnerCalls calls, Breakers breakers) {
        this.desk = desk;
        this.pool = pool;
        this.calls = calls;
        this.breakers = breakers;
    }

    /**
     * Takes up what an earlier process left; returns at once.
     *
     * @param freed is told when a slot is free again
     * @param runner knows what a backend was asked for; null while it is away, then nobody is told anything
     */
    void start(Runnable freed, Supplier<JobRunner> runner) {
        wake = freed;
        road = runner;
        later(this::recall, Duration.ZERO);
    }

    /** A job was cancelled and nobody has it; returns at once. */
    void of(String jobId) {
        later(() -> remember(jobId), Duration.ZERO);
    }

    private void remember(String jobId) {
        try {
            desk.storage().read(tx -> left(tx, jobId)).ifPresent(left -> pending.put(jobId, left));
        } catch (RuntimeException e) {
            LOG.warn("whether {} goes on somewhere could not be read; it is tried again", jobId, e);
            later(() -> remember(jobId), rest());
            return;
        }
        look();
    }

    /** A slot is free, or the road is back. */
    void freed() {
        if (!pending.isEmpty()) {
            later(this::look, Duration.ZERO);
        }
    }

    private void recall() {
        desk.storage().read(tx -> {
            List<String> left = tx.query(
                    "select j.id from job j join job_step s on s.job_id = j.id and s.n = 1 where j.state = 'CANCELLED'"
                            + " and s.ticket is not null and j.ended_at > ? fetch first " + MOST + " rows only",
                    row -> row.text("id"),
                    oldest(tx));
            left.forEach(id -> left(tx, id).ifPresent(found -> pending.put(id, found)));
            return left.size();
        });
        look();
    }

    /** What was cancelled before it has been given up. */
    private Instant oldest(Transaction tx) {
        return tx.now().minus(Duration.ofHours(desk.config().in_doubt_hours()));
    }

    private void look() {
        if (pending.isEmpty()) {
            return;
        }
        again(); // first, as what follows may throw
        Instant oldest = desk.storage().read(this::oldest);
        pending.values().removeIf(left -> left.since.isBefore(oldest));
        pending.keySet().forEach(this::begin);
    }

    private void again() {
        if (planned.compareAndSet(false, true)) {
            later(
                    () -> {
                        planned.set(false);
                        look();
                    },
                    rest());
        }
    }

    private Duration rest() {
        return Duration.ofSeconds(desk.config().in_doubt_retry_seconds());
    }

    /** A job that goes on somewhere though nobody wants it. */
    private record Left(NewJob job, Instant since, StepTable.Step step) {
        String backend() {
            return step.backend();
        }

        int attempt() {
            return step.attempts() + 1;
        }

        Need need() {
            return new Need(List.of(Candidate.of(job.model())), job.task(), job.size(), job.seconds(), Need.Ties.NONE)
                    .boundTo(step.backend());
        }
    }

    private static Optional<Left> left(Transaction tx, String jobId) {
        Optional<Job> job = JobTable.find(tx, jobId).filter(found -> found.state() == JobState.CANCELLED);
        return job.isEmpty()
                ? Optional.empty()
                : StepTable.find(tx, jobId)
                        .filter(step -> step.ticket() != null && step.backend() != null)
                        .map(step ->
                                new Left(asked(tx, job.get().asked()), job.get().endedAt(), step));
    }

    /** Of a job that is made in parts the part that was being made. */
    private static NewJob asked(Transaction tx, NewJob job) {
        return Parts.find(tx, job.id()).map(at -> job.only(at.next())).orElse(job);
    }

    private void begin(String jobId) {
        Left left = pending.remove(jobId);
        if (left == null) {
            return; // another look has it
        }
        Optional<BackendPool.Place> place = pool.take(left.need());
        if (place.isEmpty()) {
            pending.put(jobId, left); // its backend has no room, or is not there: later
            return;
        }
        Thread thread = new Thread(() -> part(left, place.get()), "farewell " + jobId);
        thread.setDaemon(true);
        thread.start();
    }

    private void part(Left left, BackendPool.Place place) {
        try {
            Optional<RenderOutcome> outcome = tell(left, place);
            if (outcome.filter(RenderOutcome.Busy.class::isInstance).isPresent()) {
                pending.put(left.job.id(), left); // it could not see to it now
                again();
                return;
            }
            desk.storage().write(tx -> {
                over(tx, left);
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("{} may not know yet that {} is not wanted any more", left.backend(), left.job.id(), e);
            pending.put(left.job.id(), left); // a database that was away for a moment; tried until it is too old
            again();
        } finally {
            place.lease().close();
            breakers.ended(left.backend(), place.candidate().model(), Breakers.Went.UNKNOWN, 0);
            pool.giveBack(place.seat());
            wake.run();
        }
    }

    /** @return what the backend said, if anything */
    private Optional<RenderOutcome> tell(Left left, BackendPool.Place place) {
        JobRunner runner = road.get();
        if (runner == null) {
            return Optional.of(new RenderOutcome.Busy(Duration.ZERO));
        }
        NewJob asked = desk.storage().read(tx -> runner.asked(tx, left.job));
        try (UnwantedContext context =
                new UnwantedContext(left.attempt(), left.step.ticket(), cost -> book(left, place, cost))) {
            Thread.currentThread().interrupt();
            return Optional.ofNullable(
                    calls.run(place.lease(), "render", backend -> backend.render(new Fares.Asked(asked), context)));
        } catch (InterruptedException e) {
            return Optional.empty(); // as it should end
        } catch (PartnerFault e) {
            LOG.warn("{} may go on at {}: {}", left.job.id(), left.backend(), e.getMessage());
            return Optional.empty();
        } finally {
            Thread.interrupted(); // what comes now is written down undisturbed
        }
    }

    private void book(Left left, BackendPool.Place place, UnwantedContext.Said said) {
        CostTable.Wish word =
                new CostTable.Wish(left.job.id(), left.attempt(), left.backend(), left.job.model(), said.cost());
        Allowance allowance = Allowance.of(place.seat().capabilities);
        desk.storage().write(tx -> {
            desk.spending().said(tx, word, allowance, said.settled());
            return null;
        });
    }

    /** What it cost is what its backend said; a doubt about that ends by itself when its time is over. */
    private static void over(Transaction tx, Left left) {
        String id = left.job.id();
        StepTable.forget(tx, id);
        Story.note(tx, id, "let_go", left.backend() + " was told that it is not wanted any more");
    }

    private void later(Runnable work, Duration rest) {
        try {
            desk.clock().schedule(() -> quietly(work), rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the platform is stopping; the next start takes it up");
        }
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("jobs that were cancelled in doubt are looked after later", e);
        }
    }
}
