package org.mutoscope.worker.schedule;

/** Draws for solvers that add noise between steps. */
@FunctionalInterface
public interface NoiseSource {
    /** Fills with new standard normal values; the same seed gives the same draws in the same order. */
    void fill(float[] into);
}
