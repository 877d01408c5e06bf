package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class GuidanceTest {
    @Test
    void goesAwayFromThePlainPrediction() {
        float[] both = {1, 1, 1, 1, 2, 2, 2, 2};
        float[] guided = new float[4];
        Guidance.apply(both, new float[] {3}, guided);
        assertArrayEquals(new float[] {4, 4, 4, 4}, guided);
        Guidance.apply(both, new float[] {1, 3}, guided);
        assertArrayEquals(new float[] {2, 2, 4, 4}, guided);
    }

    @Test
    void risesAlongTheClip() {
        assertArrayEquals(new float[] {1, 1.5f, 2}, Guidance.rising(1, 2, 3));
        assertArrayEquals(new float[] {1}, Guidance.rising(1, 2, 1));
        assertFalse(Guidance.on(1));
    }

    @Test
    void rescaledHasTheSpreadOfTheConditioned() {
        float[] both = {0, 0, 0, 1, 2, 3};
        float[] guided = {10, 20, 30};
        Guidance.rescale(both, guided, 1);
        assertArrayEquals(new float[] {1, 2, 3}, guided, 1e-6f);
        float[] half = {10, 20, 30};
        Guidance.rescale(both, half, 0.5f);
        assertEquals(5.5f, half[0], 1e-6f);
    }
}
