package org.mutoscope.backend.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Renewal<WorkerProcess> renewal = new Renewal<>();

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
            seats.add(new WorkerSeat(settings, number, new SeatListener(renewal.seat())));
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
        renewal.changed();
        renewNext();
    }

    private void renewNext() {
        free.removeIf(worker -> !worker.alive());
        renewal.next(free).ifPresent(worker -> {
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
        private final Renewal.Seat seat;

        SeatListener(Renewal.Seat seat) {
            this.seat = seat;
        }

        @Override
        public void starting() {
            synchronized (WorkerPool.this) {
                renewal.starting(seat);
            }
        }

        @Override
        public void ready(WorkerProcess worker, Greeting greeting) {
            synchronized (WorkerPool.this) {
                ready.put(worker, greeting);
                free.add(worker);
                renewal.ready(seat, worker);
            }
            listener.offered(greeting);
            synchronized (WorkerPool.this) {
                renewNext();
            }
        }

        @Override
        public void gone(WorkerProcess worker) {
            synchronized (WorkerPool.this) {
                ready.remove(worker);
                free.remove(worker);
                renewal.gone(worker);
            }
        }

        @Override
        public void failed(int failures) {
            synchronized (WorkerPool.this) {
                renewal.failed(seat);
                renewNext();
            }
            if (failures >= WITHDRAW_AFTER && !anyReady()) {
                listener.withdrawn();
            }
        }
    }
}
