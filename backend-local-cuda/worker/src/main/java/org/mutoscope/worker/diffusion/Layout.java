package org.mutoscope.worker.diffusion;

import java.util.Arrays;

/** Orders of the values of a tensor. */
final class Layout {
    private Layout() {}

    /** From [a, b, length] to [b, a, length]. */
    static float[] swap(float[] from, int a, int b, int length) {
        float[] into = new float[from.length];
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                System.arraycopy(from, (i * b + j) * length, into, (j * a + i) * length, length);
            }
        }
        return into;
    }

    /** The one, then the other. */
    static float[] join(float[] one, float[] other) {
        float[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
