package org.mutoscope.worker.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/**
 * Tells the platform how far a render is. A step can have many runs of a graph and take minutes, so each run counts as a sign of life, too: then what was said
 * last is said again. Used by the inference thread alone.
 */
public final class Announcer {
    /** Signs of life are not closer together than this, in nanoseconds. */
    static final long QUIET = 1_000_000_000;

    private final RenderSink sink;
    private final LongSupplier clock;
    private double fraction;
    private String phase;
    private long told;

    /** @param phase what goes on until more is told */
    public Announcer(RenderSink sink, String phase) {
        this(sink, phase, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    Announcer(RenderSink sink, String phase, LongSupplier clock) {
        this.sink = sink;
        this.phase = phase;
        this.clock = clock;
        this.told = clock.getAsLong();
    }

    /** Tells something new. @param done 0 to 1 @param doing the phase */
    public void progress(double done, String doing) throws IOException {
        fraction = done;
        phase = doing;
        told = clock.getAsLong();
        sink.progress(done, doing);
    }

    /** Some work was done that changes no number. @throws UncheckedIOException if the platform went away */
    public void alive() {
        if (clock.getAsLong() - told >= QUIET) {
            try {
                progress(fraction, phase);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
