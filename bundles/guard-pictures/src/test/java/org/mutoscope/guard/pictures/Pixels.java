package org.mutoscope.guard.pictures;

import java.util.Random;
import org.mutoscope.api.media.FrameSize;

/** A picture for tests. */
record Pixels(FrameSize size, byte[] rgb) {
    private static final int SPOTS = 12;

    /** Soft spots of light at places that a seed says: the same scene at any size. */
    static Pixels scene(long seed, int width, int height) {
        Random random = new Random(seed);
        double[][] spots = new double[SPOTS][4];
        for (double[] spot : spots) {
            spot[0] = random.nextDouble();
            spot[1] = random.nextDouble();
            spot[2] = 0.05 + random.nextDouble() * 0.25;
            spot[3] = random.nextDouble() * 255;
        }
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double light = light(spots, (x + 0.5) / width, (y + 0.5) / height);
                for (int c = 0; c < 3; c++) {
                    rgb[(y * width + x) * 3 + c] = (byte) clamp(light * (1 - 0.2 * c));
                }
            }
        }
        return new Pixels(new FrameSize(width, height), rgb);
    }

    private static double light(double[][] spots, double x, double y) {
        double light = 20;
        for (double[] spot : spots) {
            double dx = (x - spot[0]) / spot[2];
            double dy = (y - spot[1]) / spot[2];
            light += spot[3] * Math.exp(-(dx * dx + dy * dy));
        }
        return light;
    }

    static Pixels plain(int value) {
        byte[] rgb = new byte[64 * 64 * 3];
        java.util.Arrays.fill(rgb, (byte) value);
        return new Pixels(new FrameSize(64, 64), rgb);
    }

    Pixels brighter(int by) {
        byte[] changed = rgb.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = (byte) clamp((changed[i] & 0xff) * 0.85 + by);
        }
        return new Pixels(size, changed);
    }

    Pixels noisy(int most, long seed) {
        Random random = new Random(seed);
        byte[] changed = rgb.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = (byte) clamp((changed[i] & 0xff) + random.nextInt(2 * most + 1) - most);
        }
        return new Pixels(size, changed);
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }
}
