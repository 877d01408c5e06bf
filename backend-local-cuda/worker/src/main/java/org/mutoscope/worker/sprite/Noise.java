package org.mutoscope.worker.sprite;

import java.nio.FloatBuffer;
import java.util.Random;

/** Noise of a clip: the same seed and frame number give the same values on every machine. */
final class Noise {
    private Noise() {}

    /** Fills the buffer with normally distributed values. {@link Random} spells its algorithm out, so no Java version changes a clip. */
    static void fill(FloatBuffer target, long seed, int frame) {
        Random random = new Random(mix(seed + 0x9E3779B97F4A7C15L * (frame + 1)));
        for (int i = 0; i < target.capacity(); i++) {
            target.put(i, (float) random.nextGaussian());
        }
    }

    /** Fills the buffer with values spread evenly from {@code low} to {@code high}. @param stream tells apart what one seed decides */
    static void spread(FloatBuffer target, long seed, int stream, Range range) {
        Random random = new Random(mix(seed + 0x9E3779B97F4A7C15L * (stream + 1)));
        for (int i = 0; i < target.capacity(); i++) {
            target.put(i, range.low() + (range.high() - range.low()) * random.nextFloat());
        }
    }

    /** @param low smallest value @param high above the largest */
    record Range(float low, float high) {}

    /** Spreads neighbouring seeds over all 64 bits (the finaliser of SplitMix64), because Random's first values follow its seed closely. */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
