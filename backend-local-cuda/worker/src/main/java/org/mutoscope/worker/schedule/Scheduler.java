package org.mutoscope.worker.schedule;

/**
 * The solver of one render: which noise levels it visits and how a prediction moves the sample to the next one. Holds the history of one
 * render, so it is used once, by one thread. All arrays of samples have the same length, the size of the latent.
 *
 * <p>The render goes through the steps in their order. It may begin at a later one (a source was noised to that step); predictions of steps
 * left out are then not part of the history.
 */
public interface Scheduler {
    /** The time that the network is told at each step, as the scheduler's training counts it (0 to 1000 as a rule). */
    float[] timesteps();

    /** Number of steps. */
    default int steps() {
        return timesteps().length;
    }

    /** The first sample is standard normal noise times this, above 0. */
    default float initSigma() {
        return 1;
    }

    /** What the network sees at a step: the sample, scaled where the solver wants it. @param into may be the sample itself */
    default void scaleInput(int step, float[] sample, float[] into) {
        if (into != sample) {
            System.arraycopy(sample, 0, into, 0, sample.length);
        }
    }

    /**
     * Moves the sample on.
     *
     * @param step from 0
     * @param predicted what the network answered, guidance applied; only read
     * @param sample changed in place
     * @throws IllegalStateException if the step does not follow the last one
     */
    void step(int step, float[] predicted, float[] sample);

    /** Noises clean data to the level that a step begins with. @param noise standard normal @param into may be either of the two */
    void addNoise(int step, float[] clean, float[] noise, float[] into);

    /** The noise level that a step begins with, in the solver's own measure: 0 to 1 for flows, else noise over signal. */
    float sigma(int step);
}
