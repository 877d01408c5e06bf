package org.mutoscope.worker.diffusion;

import java.util.Random;

/**
 * Noise from a seed: the same seed gives the same values on every machine and in every version of Java, because {@link Random} spells its algorithm
 * out.
 */
final class SeededDraws implements Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;

    SeededDraws(long seed) {
        this.seed = seed;
    }

    @Override
    public void fill(String purpose, int turn, float[] into) {
        // String.hashCode is spelt out, too.
        Random random = new Random(mix(mix(seed + GOLDEN * (turn + 1)) + purpose.hashCode()));
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) random.nextGaussian();
        }
    }

    /** Spreads neighbouring seeds over all 64 bits (the finaliser of SplitMix64), because Random's first values follow its seed closely. */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
