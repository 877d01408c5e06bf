package org.mutoscope.backend.local;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker running: starts it, waits for its end, starts the next after a pause that grows while starts fail. */
final class WorkerSeat implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSeat.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Hears what becomes of the seat's workers, on the seat's thread. */
    interface Listener {
        /** A worker is about to be started. */
        void starting();

        /** A worker is ready and offers at least one model. */
        void ready(WorkerProcess worker, Greeting greeting);

        /** A worker that was ready has ended. */
        void gone(WorkerProcess worker);

        /** A start failed or the worker offered nothing. @param failures how often in a row */
        void failed(int failures);
    }

    private final Settings settings;
    private final int number;
    private final Listener listener;
    private final Thread thread;
    private WorkerProcess current;
    private boolean closed;
    private int failures;
    private String reported = "";

    /** @param number number of the seat, from 1 */
    WorkerSeat(Settings settings, int number, Listener listener) {
        this.settings = settings;
        this.number = number;
        this.listener = listener;
        this.thread = new Thread(this, "mutoscope-worker-" + number);
        thread.setDaemon(true);
    }

    void open() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!isClosed()) {
                live();
                pause();
            }
        } catch (InterruptedException e) {
            LOG.debug("seat {} closes", number);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** One worker from start to end. */
    private void live() throws InterruptedException {
        listener.starting();
        try {
            WorkerProcess worker = start();
            try {
                serve(worker);
            } finally {
                worker.close();
            }
        } catch (WorkerFault e) {
            fail(e.getMessage() + " [" + e.code() + "]");
        }
    }

    private synchronized WorkerProcess start() throws WorkerFault, InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
        current = WorkerProcess.start(settings, number);
        return current;
    }

    private void serve(WorkerProcess worker) throws InterruptedException, WorkerFault {
        Greeting greeting = worker.greeting();
        greeting.problems().forEach(problem -> LOG.warn("{}", problem));
        if (greeting.models().isEmpty()) {
            fail(nothing(greeting));
            return;
        }
        failures = 0;
        reported = "";
        listener.ready(worker, greeting);
        try {
            WorkerFault end = worker.awaitEnd();
            if (end.code().equals("worker_renewed")) {
                LOG.info("worker-{} is replaced: {}", number, end.getMessage());
            } else if (!isClosed()) {
                LOG.warn(
                        "worker-{} (process {}) ended: {} [{}]; another is started",
                        number,
                        worker.pid(),
                        end.getMessage(),
                        end.code());
            }
        } finally {
            listener.gone(worker);
        }
    }

    private String nothing(Greeting greeting) {
        if (greeting.provider().equals("none")) {
            return "device=cuda is configured but CUDA does not work: " + greeting.reason();
        }
        return "no model package was found or every one has a fault; looked at " + settings.modelFolders();
    }

    /** Says it once, not at every try. */
    private void fail(String what) {
        failures++;
        if (!isClosed() && !reported.equals(what)) {
            reported = what;
            LOG.error("the local backend's worker-{} cannot serve and is tried again: {}", number, what);
        }
        listener.failed(failures);
    }

    private synchronized void pause() throws InterruptedException {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 16));
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !closed && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** No more workers, beginning now. */
    synchronized void close() {
        closed = true;
        notifyAll();
        thread.interrupt();
        if (current != null) {
            current.kill(WorkerFault.stopped());
        }
    }

    /** Waits until the last worker is gone, after {@link #close}. */
    void awaitClosed(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
        if (thread.isAlive()) {
            LOG.error("seat {} did not close within {} s", number, patience.toSeconds());
        }
    }

    /** For the one who watches. */
    synchronized void watch() {
        if (current != null) {
            current.watch();
        }
    }
}
