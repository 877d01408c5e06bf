package org.mutoscope.billing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that every provider's chores are done: each second, and at once when something came in or a provider came back. */
final class Lanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final int END_SECONDS = 10;

    private final Desk desk;
    private final List<Chore> chores;
    private final Known known = new Known();
    private final Inbox inbox = new Inbox();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicBoolean recalled = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(named("billing"));
    private final ExecutorService threads = Executors.newCachedThreadPool(named("billing-lane"));
    private volatile boolean started;
    private volatile boolean closing;
    private AutoCloseable listening = () -> {};

    Lanes(Desk desk, List<Chore> chores) {
        this.desk = desk;
        this.chores = chores;
    }

    void start() {
        started = true;
        listening = desk.partners().providers().onChange(this::wake);
        clock.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(this::forget, 1, 10, TimeUnit.MINUTES);
    }

    /** Has a round begin soon; returns at once. */
    void wake() {
        if (started && woken.compareAndSet(false, true)) {
            try {
                clock.execute(this::tick);
            } catch (RejectedExecutionException closed) {
                woken.set(false);
            }
        }
    }

    private void tick() {
        woken.set(false);
        try {
            for (Lane lane : round()) {
                if (lane.take()) {
                    threads.execute(lane::run);
                }
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again; the next round finds what this one left.
            LOG.warn("a round of billing failed, the next goes on", e);
        }
    }

    /** A lane for every provider that is there or was once. */
    List<Lane> round() {
        if (!recalled.get()) {
            recall();
            recalled.set(true);
        }
        for (String name : desk.partners().names()) {
            lanes.computeIfAbsent(name, this::first);
        }
        if (lanes.isEmpty() || closing) {
            return List.of();
        }
        return List.copyOf(lanes.values());
    }

    private Lane first(String provider) {
        desk.storage().write(tx -> {
            known.remember(tx, provider);
            return provider;
        });
        return new Lane(provider, desk.partners(), chores, () -> closing);
    }

    /** Opens lanes of providers that were there once: their notices wait. */
    private void recall() {
        desk.storage().read(known::all).forEach(mark -> lanes.computeIfAbsent(mark.provider(), this::first));
    }

    private void forget() {
        try {
            Duration kept = Duration.ofDays(desk.settings().get().notice_days());
            int forgotten = 1;
            while (forgotten > 0 && !closing) {
                forgotten = desk.storage().write(tx -> inbox.forget(tx, tx.now().minus(kept)));
            }
        } catch (RuntimeException e) {
            LOG.warn("old notices could not be forgotten now", e);
        }
    }

    /** Never interrupts: a thread that is interrupted while it writes could close the database file under it. */
    @Override
    public void close() {
        closing = true;
        try {
            listening.close();
            clock.shutdown();
            threads.shutdown();
            if (!clock.awaitTermination(END_SECONDS, TimeUnit.SECONDS)
                    || !threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a provider still answers {} s after the end of billing", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("billing did not end well", e);
        }
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
