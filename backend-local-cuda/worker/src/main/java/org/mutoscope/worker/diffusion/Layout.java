package org.mutoscope.worker.diffusion;

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

    /** The values again and again. */
    static float[] repeat(float[] values, int times) {
        float[] all = new float[values.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(values, 0, all, i * values.length, values.length);
        }
        return all;
    }
}
