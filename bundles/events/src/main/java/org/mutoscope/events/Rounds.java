package org.mutoscope.events;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what is to be told, in turn: outbox, endpoints, what is old. Close it to end; what is under way is given a moment. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int THREADS = 16;
    private static final int FORGET_AT_ONCE = 500;
    private static final Duration CHORES = Duration.ofHours(1);
    private static final int LEAVE_SECONDS = 5;

    private final UnitOfWork storage;
    private final Supplier<EventsConfig> settings;
    private final FanOut fanOut;
    private final Courier courier;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(named());
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, named());
    private long choresAt = System.nanoTime();

    Rounds(UnitOfWork storage, Outward outward, Supplier<EventsConfig> settings) {
        this.storage = storage;
        this.settings = settings;
        this.fanOut = new FanOut(storage);
        this.courier = new Courier(storage, outward, settings, threads);
    }

    Courier courier() {
        return courier;
    }

    Rounds start() {
        again();
        return this;
    }

    /** Each time after the delay that is set now. */
    private void again() {
        if (!clock.isShutdown()) {
            clock.schedule(this::round, settings.get().poll_milliseconds(), TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        try {
            while (fanOut.some()) {
                // until the outbox is read
            }
            courier.setOut();
            if (System.nanoTime() - choresAt >= 0) {
                choresAt = System.nanoTime() + CHORES.toNanos();
                forget();
            }
        } catch (RuntimeException e) {
            LOG.warn("webhooks wait: {}", e.toString());
        } finally {
            again();
        }
    }

    private void forget() {
        EventsConfig limits = settings.get();
        storage.write(tx -> {
            DeliveryTable.giveUp(tx, tx.now().minus(Duration.ofHours(limits.give_up_hours())));
            return null;
        });
        Duration keep = Duration.ofDays(Math.max(limits.keep_days(), limits.give_up_hours() / 24 + 1));
        while (storage.write(tx -> DeliveryTable.forget(tx, tx.now().minus(keep), FORGET_AT_ONCE)) == FORGET_AT_ONCE) {
            // a few at a time, so that others can write in between
        }
    }

    private static java.util.concurrent.ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "mutoscope-webhooks-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
        try {
            if (!clock.awaitTermination(LEAVE_SECONDS, TimeUnit.SECONDS)
                    || !threads.awaitTermination(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a webhook was still under way; it is sent again after the start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
