package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mutoscope.worker.render.RenderSink;

/** Keeps what a render delivers. */
final class FilmSink implements RenderSink {
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private final Set<String> phases = new LinkedHashSet<>();
    private double fraction;
    private int count;
    private String trigger = "";
    private Runnable action = () -> {};

    /** Does something when a phase is first heard of. */
    FilmSink during(String phase, Runnable then) {
        trigger = phase;
        action = then;
        return this;
    }

    @Override
    public synchronized void progress(double done, String phase) {
        assertTrue(done >= fraction && done <= 1, done + " after " + fraction);
        fraction = done;
        if (phases.add(phase) && phase.equals(trigger)) {
            action.run();
        }
    }

    @Override
    public synchronized void frame(int index, ByteBuffer rgb) {
        assertEquals(count++, index);
        byte[] bytes = new byte[rgb.remaining()];
        rgb.get(bytes);
        frames.writeBytes(bytes);
    }

    synchronized byte[] frames() {
        return frames.toByteArray();
    }

    synchronized int count() {
        return count;
    }

    synchronized Set<String> phases() {
        return phases;
    }

    synchronized double fraction() {
        return fraction;
    }
}
