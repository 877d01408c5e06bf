package org.mutoscope.backend.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<WorkerProcess, Greeting> ready = new HashMap<>();
    private final ArrayDeque<WorkerProcess> free = new ArrayDeque<>();
    /** Workers that have read an earlier state of the model folders. */
    private final Set<WorkerProcess> stale = new HashSet<>();
    /** Whether one of them is being replaced. */
    private boolean renewing;

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

    /** A worker for one render of a model, if one that has it is free. */
    synchronized Optional<WorkerProcess> lease(String model) {
        free.removeIf(worker -> !worker.alive());
        Optional<WorkerProcess> able =
                free.stream().filter(worker -> ready.get(worker).offers(model)).findFirst();
        able.ifPresent(free::remove);
        return able;
    }

    /** The render is over. */
    synchronized void giveBack(WorkerProcess worker) {
        if (ready.containsKey(worker) && worker.alive()) {
            free.add(worker);
            renewNext();
        }
    }

    /** The model folders have changed: every worker is replaced by one that reads them, one after the other, none while it renders. */
    synchronized void renew() {
        stale.addAll(ready.keySet());
        renewNext();
    }

    private void renewNext() {
        Optional<WorkerProcess> next = renewing
                ? Optional.empty()
                : free.stream().filter(stale::contains).findFirst();
        next.ifPresent(worker -> {
            renewing = true;
            free.remove(worker);
            worker.retire();
        });
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
                ready.put(worker, greeting);
                free.add(worker);
            }
            listener.offered(greeting);
            synchronized (WorkerPool.this) {
                renewing = false;
                renewNext();
            }
        }

        @Override
        public void gone(WorkerProcess worker) {
            synchronized (WorkerPool.this) {
                ready.remove(worker);
                free.remove(worker);
                stale.remove(worker);
            }
        }

        @Override
        public void failed(int failures) {
            synchronized (WorkerPool.this) {
                // Whatever keeps a new worker from serving, those that serve are left alone.
                stale.clear();
                renewing = false;
            }
            if (failures >= WITHDRAW_AFTER && !anyReady()) {
                listener.withdrawn();
            }
        }
    }
}
