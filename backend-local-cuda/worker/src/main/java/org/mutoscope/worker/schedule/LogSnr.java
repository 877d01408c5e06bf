package org.mutoscope.worker.schedule;

/**
 * The levels of a solver that integrates over half the logarithm of the signal-to-noise ratio (Lu et al., DPM-Solver++, arXiv 2211.01095),
 * in 32-bit numbers like diffusers: near pure noise the signal's share is a difference where rounding shows.
 *
 * @param sigmas levels with the one after the last step
 * @param flow whether a level is the noise's share of a flow, else noise over signal
 */
record LogSnr(float[] sigmas, boolean flow) {
    /** Factor of the clean value in the sample. */
    float alpha(int step) {
        float sigma = sigmas[step];
        return flow ? 1 - sigma : 1 / (float) Math.sqrt(sigma * sigma + 1);
    }

    /** Factor of the noise in the sample. */
    float sigma(int step) {
        return flow ? sigmas[step] : sigmas[step] * alpha(step);
    }

    /** The logarithm; infinite where there is no noise. */
    float lambda(int step) {
        return log(alpha(step)) - log(sigma(step));
    }

    private static float log(float value) {
        return (float) Math.log(value);
    }
}
