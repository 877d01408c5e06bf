package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class NoiseTest {
    // Computed by a Python program from the Javadoc of Random.
    private static final float[] NOISE_7_3 = {-0.98242611f, -0.61962998f, -0.46828309f};

    @Test
    void isNormallyDistributed() {
        FloatBuffer noise = noise(42, 0, 200_000);
        double sum = 0;
        double squares = 0;
        int beyondTwo = 0;
        for (int i = 0; i < noise.capacity(); i++) {
            sum += noise.get(i);
            squares += noise.get(i) * noise.get(i);
            beyondTwo += Math.abs(noise.get(i)) > 2 ? 1 : 0;
        }
        assertEquals(0, sum / noise.capacity(), 0.01);
        assertEquals(1, squares / noise.capacity(), 0.02);
        assertEquals(0.0455, (double) beyondTwo / noise.capacity(), 0.003);
    }

    @Test
    void neverChangesForASeed() {
        // Written down once: a change here changes every clip that people made with a seed.
        FloatBuffer noise = noise(7, 3, 3);
        assertArrayEquals(NOISE_7_3, noise.array());
    }

    @Test
    void differsBetweenSeedsAndFrames() {
        FloatBuffer one = noise(1, 0, 16);
        assertNotEquals(one, noise(2, 0, 16));
        assertNotEquals(one, noise(1, 1, 16));
        assertEquals(one, noise(1, 0, 16));
    }

    private static FloatBuffer noise(long seed, int frame, int values) {
        FloatBuffer noise = FloatBuffer.allocate(values);
        Noise.fill(noise, seed, frame);
        return noise;
    }
}
