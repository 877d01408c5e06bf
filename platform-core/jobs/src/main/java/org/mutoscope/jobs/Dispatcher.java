package org.mutoscope.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.jobs.JobRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings jobs and backends together. One thread chooses, in memory alone; each job then runs on a thread of its own. */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Desk desk;
    private final FairQueue queue;
    private final BackendPool pool;
    private final PlanClasses classes;
    private final Returns returns;
    private final Leasing leasing;
    private final Breakers breakers;
    private final Farewells farewells;
    private final Semaphore signals = new Semaphore(0);
    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> perAccount = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::work, "job-dispatcher");
    private volatile JobRunner runner;
    private volatile boolean closed;

    Dispatcher(Desk desk, FairQueue queue, BackendPool pool, Crew crew) {
        this.leasing = new Leasing(desk, crew.fares);
        this.breakers = crew.breakers;
        this.farewells = crew.farewells;
        this.desk = desk;
        this.classes = crew.classes;
        this.queue = queue;
        this.pool = pool;
        this.returns = new Returns(desk, queue, pool, this::wake);
    }

    /** Who helps to choose. */
    record Crew(PlanClasses classes, Fares fares, Breakers breakers, Farewells farewells) {}

    Leasing leasing() {
        return leasing;
    }

    Breakers breakers() {
        return breakers;
    }

    Farewells farewells() {
        return farewells;
    }

    PlanClasses classes() {
        return classes;
    }

    int runningOf(String accountId) {
        return perAccount.getOrDefault(accountId, 0);
    }

    Desk desk() {
        return desk;
    }

    Returns returns() {
        return returns;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks for work; returns at once. */
    void wake() {
        signals.release();
    }

    /** Gives the road to travel; null when it goes, then what is on it is handed over. */
    void runner(JobRunner road) {
        JobRunner before = runner;
        runner = road;
        if (before != null && before != road) {
            running.values().forEach(run -> run.stop(Run.Stop.NO_RUNNER));
        }
        farewells.freed();
        wake();
    }

    /** The road to travel; null while there is none. */
    JobRunner runner() {
        return runner;
    }

    Optional<Run> running(String jobId) {
        return Optional.ofNullable(running.get(jobId));
    }

    int runningCount() {
        return running.size();
    }

    private void work() {
        while (!closed) {
            try {
                signals.acquire();
                signals.drainPermits();
                while (startOne()) {
                    LOG.trace("looking for another");
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("dispatching failed and goes on", e);
            }
        }
    }

    private boolean startOne() {
        JobRunner road = runner;
        if (closed || road == null || desk.config().dispatch_paused()) {
            return false;
        }
        long freed = pool.freed();
        Map<Need, Boolean> room = new HashMap<>();
        int most = desk.config().running_per_account();
        Optional<Queued> next = queue.next(
                (account, plan) -> runningOf(account) < classes.running(plan, most),
                need -> room.computeIfAbsent(need, n -> pool.hasRoom(n, freed)));
        if (next.isEmpty()) {
            return false;
        }
        Optional<BackendPool.Place> place = pool.take(next.get().need());
        if (place.isEmpty()) {
            queue.add(next.get()); // the backend went between the two looks; its going wakes this thread again
            return false;
        }
        begin(new Run(next.get(), place.get(), road, this));
        return true;
    }

    private void begin(Run run) {
        String jobId = run.queued().jobId();
        if (running.putIfAbsent(jobId, run) != null) {
            run.place().lease().close();
            pool.giveBack(run.place().seat());
            return; // queued twice; the one that runs is enough
        }
        perAccount.merge(run.queued().accountId(), 1, Integer::sum);
        new Thread(run, "job " + jobId).start();
    }

    /** An attempt has ended. Its account has the turn back before the slot is free: else the turn would go to another. */
    void over(Run run, Optional<Comeback> comeback) {
        forget(run);
        pool.giveBack(run.place().seat());
        comeBack(run, comeback);
        seeOff(run);
        farewells.freed();
    }

    /** A job may be cancelled while its attempt is stopping for another reason, or is about to begin or to be written down: then its service is told now. */
    private void seeOff(Run run) {
        if (run.over()) {
            farewells.of(run.queued().jobId());
        }
    }

    /** An attempt was given up while its thread goes on: the slot stays taken. */
    void abandoned(Run run, Optional<Comeback> comeback) {
        pool.abandoned(run.place().seat());
        forget(run);
        comeBack(run, comeback);
        seeOff(run);
    }

    /** A thread that was given up has ended. */
    void stoppedAtLast(Run run, Optional<Comeback> comeback) {
        pool.stopped(run.place().seat());
        pool.giveBack(run.place().seat());
        if (!closed) {
            comeback.ifPresent(c -> returns.add(run.after(), c));
        }
        farewells.freed();
        wake();
    }

    void rest(Seat seat, Duration asked) {
        Duration rest = pool.rest(seat, asked);
        try {
            desk.clock().schedule(this::wake, rest.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("no wake-up: the platform is stopping");
        }
    }

    private void forget(Run run) {
        running.remove(run.queued().jobId(), run);
        perAccount.computeIfPresent(run.queued().accountId(), (account, n) -> n == 1 ? null : n - 1);
    }

    private void comeBack(Run run, Optional<Comeback> comeback) {
        if (!closed) {
            comeback.ifPresent(c -> returns.add(run.after(), c, run.servicesSeen()));
        }
        wake();
    }

    /** Stops giving out jobs and hands over those that run; waits for their threads, but not for ever. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        List<Run> runs = List.copyOf(running.values());
        runs.forEach(run -> run.stop(Run.Stop.SHUTDOWN));
        long end = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(org.mutoscope.api.backend.RenderContext.STOP_WITHIN_SECONDS);
        try {
            for (Run run : runs) {
                run.awaitOffTheRoad(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
            runs.forEach(Run::abandonNow); // those that are still on the road
            for (Run run : runs) {
                run.awaitWritten(5000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
