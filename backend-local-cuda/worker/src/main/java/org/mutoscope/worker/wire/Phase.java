package org.mutoscope.worker.wire;

/** Phases in {@code PROGRESS} that mean something to the platform; the others are words for people. */
public final class Phase {
    /** A graph of the order's model is being loaded: the platform has a limit of its own for that, because it takes as long as the disk does. */
    public static final String OPEN = "open";

    private Phase() {}
}
