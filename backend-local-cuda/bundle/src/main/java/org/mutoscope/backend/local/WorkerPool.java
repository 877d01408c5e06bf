package org.mutoscope.backend.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The workers, and who of them is free. Thread-safe. */
final class WorkerPool implements AutoCloseable {
    /** Failed starts in a row after which the offer is withdrawn while no worker is ready: a passing fault should not make the service come and go. */
    private static final int WITHDRAW_AFTER = 3;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    /** Hears what the workers offer. Called on the workers' threads. */
    interface Listener {
        /** A worker is ready. */
        void offered(Greeting greeting);

        /** No worker is ready and starting one fails again and again. */
        void withdrawn();
    }

    private final List<WorkerSeat> seats = new ArrayList<>();
    private final ScheduledExecutorService watch;
    private final Duration watchEvery;
    private final Listener listener;
    private final Set<WorkerProcess> ready = new HashSet<>();
    private final ArrayDeque<WorkerProcess> free = new ArrayDeque<>();

    WorkerPool(Settings settings, Listener listener) {
        this.listener = listener;
        this.watchEvery =
                Duration.ofMillis(Math.min(1000, settings.patience().heartbeat().toMillis() / 4));
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mutoscope-worker-watch");
            thread.setDaemon(true);
            return thread;
        });
        for (int number = 1; number <= settings.workers(); number++) {
            seats.add(new WorkerSeat(settings, number, new SeatListener()));
        }
    }

    /** Starts the workers and returns at once. */
    void open() {
        seats.forEach(WorkerSeat::open);
        watch.scheduleWithFixedDelay(
                () -> seats.forEach(WorkerSeat::watch),
                watchEvery.toMillis(),
                watchEvery.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** A worker for one render, if one is free. */
    synchronized Optional<WorkerProcess> lease() {
        WorkerProcess worker = free.poll();
        while (worker != null && !worker.alive()) {
            worker = free.poll();
        }
        return Optional.ofNullable(worker);
    }

    /** The render is over. */
    synchronized void giveBack(WorkerProcess worker) {
        if (ready.contains(worker) && worker.alive()) {
            free.add(worker);
        }
    }

    private synchronized boolean anyReady() {
        return !ready.isEmpty();
    }

    /** Ends all workers, and returns when their processes are gone or after 20 s. */
    @Override
    public void close() {
        watch.shutdownNow();
        seats.forEach(WorkerSeat::close);
        try {
            for (WorkerSeat seat : seats) {
                seat.awaitClosed(CLOSE_WITHIN);
            }
        } catch (InterruptedException e) {
            // The processes are already being killed; only the waiting ends early.
            Thread.currentThread().interrupt();
        }
    }

    private final class SeatListener implements WorkerSeat.Listener {
        @Override
        public void ready(WorkerProcess worker, Greeting greeting) {
            synchronized (WorkerPool.this) {
                ready.add(worker);
                free.add(worker);
            }
            listener.offered(greeting);
        }

        @Override
        public void gone(WorkerProcess worker) {
            synchronized (WorkerPool.this) {
                ready.remove(worker);
                free.remove(worker);
            }
        }

        @Override
        public void failed(int failures) {
            if (failures >= WITHDRAW_AFTER && !anyReady()) {
                listener.withdrawn();
            }
        }
    }
}
