package org.mutoscope.backend.local;

import java.util.Optional;

/** When a worker was last heard, and what to think of its silence. Thread-safe. Times are those of {@link System#nanoTime}. */
final class Pulse {
    /** What the worker is doing. */
    enum Phase {
        /** Has said nothing yet: a Java program on a busy machine may take long to begin. */
        SILENT,
        /** Is loading its models. */
        GREETING,
        /** Waits for an order. */
        IDLE,
        /** Loads the model of an order. */
        OPENING,
        /** Renders. */
        RENDERING
    }

    private final Settings.Patience patience;
    private Phase phase = Phase.SILENT;
    private boolean pinged;
    private long heard;
    private long progressed;

    Pulse(Settings.Patience patience) {
        this.patience = patience;
    }

    synchronized Phase phase() {
        return phase;
    }

    /** Its doing has changed. That it did counts as progress. */
    synchronized void enter(Phase next) {
        phase = next;
        progress();
    }

    /** A sign of life. */
    synchronized void alive() {
        heard = System.nanoTime();
        pinged = false;
    }

    /** A sign of life that shows that work is done. */
    synchronized void progress() {
        alive();
        progressed = heard;
    }

    /** Whether to ask for a sign of life: not before the last question was answered, so that questions cannot fill the pipe. */
    synchronized boolean ask() {
        boolean ask = phase != Phase.SILENT && !pinged;
        pinged |= ask;
        return ask;
    }

    /** Why it counts as hung, if so. */
    synchronized Optional<WorkerFault> hung() {
        long now = System.nanoTime();
        if (phase != Phase.SILENT && now - heard > patience.heartbeat().toNanos()) {
            return Optional.of(WorkerFault.hung("the worker gave no sign of life for "
                    + patience.heartbeat().toSeconds() + " s"));
        }
        if (phase == Phase.RENDERING && now - progressed > patience.stall().toNanos()) {
            return Optional.of(WorkerFault.hung(
                    "the worker made no progress for " + patience.stall().toSeconds() + " s"));
        }
        if (phase == Phase.OPENING && now - progressed > patience.open().toNanos()) {
            return Optional.of(WorkerFault.hung("a graph was not open after "
                    + patience.open().toSeconds() + " s; raise open.seconds if its weights are large"));
        }
        return Optional.empty();
    }
}
