package org.mutoscope.worker.diffusion;

/**
 * What a render draws from and who looks on; tests put goldens here.
 *
 * @param draws source of noise
 * @param watch sees the latents after each step
 */
record Instruments(Draws draws, StepWatch watch) {
    /** Sees each step. */
    interface StepWatch {
        /** @param window number of the pass, from 0 @param step number of the step, from 0 @param latents as they are; not to be changed */
        void after(int window, int step, float[] latents);
    }

    /** For a clip that somebody asked for. */
    static Instruments seeded(long seed) {
        return new Instruments(new SeededDraws(seed), (window, step, latents) -> {});
    }
}
