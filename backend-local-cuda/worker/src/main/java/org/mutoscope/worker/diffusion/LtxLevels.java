package org.mutoscope.worker.diffusion;

/**
 * Noise levels of newer LTX models: half of the steps fall from 1 to 0.975 on a line, the others to 0 on a parabola that meets it without a bend
 * ({@code linear_quadratic_schedule} of diffusers, after genmo's Mochi).
 */
final class LtxLevels {
    private static final double THRESHOLD = 0.025;

    private LtxLevels() {}

    /** Levels of so many steps, without the closing 0. */
    static float[] of(int steps) {
        float[] levels = new float[steps];
        levels[0] = 1;
        int line = steps / 2;
        int bent = steps - line;
        double rest = line - THRESHOLD * steps;
        double square = rest / ((double) line * bent * bent);
        double slope = THRESHOLD / line - 2 * rest / ((double) bent * bent);
        double start = square * line * line;
        for (int i = 1; i < steps; i++) {
            double fallen = i < line ? i * THRESHOLD / line : square * i * i + slope * i + start;
            levels[i] = (float) (1 - fallen);
        }
        return levels;
    }
}
