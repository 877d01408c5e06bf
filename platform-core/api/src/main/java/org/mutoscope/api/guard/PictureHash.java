package org.mutoscope.api.guard;

import java.util.Arrays;
import java.util.OptionalLong;
import org.mutoscope.api.media.FrameSize;

/**
 * What a picture looks like, in 64 bits: pictures that people take for the same differ in few of them, whatever their size, compression and brightness. The picture is
 * made grey (ITU-R BT.601), averaged down to 32 x 32, and transformed (DCT-II); each of the 64 lowest frequencies but the mean gives a bit, whether it is above their
 * median. After C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010). A picture that is mirrored, turned or much cropped has another
 * hash. Stateless.
 */
public final class PictureHash {
    /** Most bits in which two hashes of one picture are expected to differ; of different pictures about 32 do. */
    public static final int MOST_DISTANCE = 10;

    private static final int SIDE = 32;
    private static final int LOW = 8;
    /** Standard deviation of the grey values, 0 to 255, below which a picture shows nothing to know it by. */
    private static final double LEAST_CONTRAST = 2;

    private static final double[][] COSINES = cosines();

    private PictureHash() {}

    private static double[][] cosines() {
        double[][] table = new double[LOW + 1][SIDE];
        for (int u = 0; u <= LOW; u++) {
            for (int x = 0; x < SIDE; x++) {
                table[u][x] = Math.cos((2 * x + 1) * u * Math.PI / (2 * SIDE));
            }
        }
        return table;
    }

    /**
     * Computes it.
     *
     * @param rgb three bytes a pixel, row by row from the top
     * @return empty for a picture of nearly one colour, which looks like every other such picture
     * @throws IllegalArgumentException if there are not as many bytes as the size says
     */
    public static OptionalLong of(FrameSize size, byte[] rgb) {
        if (rgb.length != size.rgbBytes()) {
            throw new IllegalArgumentException("a picture of " + size + " has " + size.rgbBytes() + " bytes");
        }
        double[][] grey = small(size, rgb);
        return flat(grey) ? OptionalLong.empty() : OptionalLong.of(bits(lowest(grey)));
    }

    /** Bits in which two hashes differ, 0 to 64. */
    public static int distance(long one, long other) {
        return Long.bitCount(one ^ other);
    }

    /** Means of the pixels that fall on each of the small ones; of a picture smaller than that its nearest pixels. */
    private static double[][] small(FrameSize size, byte[] rgb) {
        double[][] grey = new double[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            int top = y * size.height() / SIDE;
            int bottom = Math.max(top + 1, (y + 1) * size.height() / SIDE);
            for (int x = 0; x < SIDE; x++) {
                int left = x * size.width() / SIDE;
                int right = Math.max(left + 1, (x + 1) * size.width() / SIDE);
                long sum = 0;
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        int at = (row * size.width() + column) * 3;
                        sum += 299 * (rgb[at] & 0xff) + 587 * (rgb[at + 1] & 0xff) + 114 * (rgb[at + 2] & 0xff);
                    }
                }
                grey[y][x] = sum / 1000.0 / ((long) (bottom - top) * (right - left));
            }
        }
        return grey;
    }

    private static boolean flat(double[][] grey) {
        double mean =
                Arrays.stream(grey).flatMapToDouble(Arrays::stream).average().orElse(0);
        double variance = Arrays.stream(grey)
                .flatMapToDouble(Arrays::stream)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        return Math.sqrt(variance) < LEAST_CONTRAST;
    }

    /** The 64 lowest frequencies but those of the mean: rows and columns 1 to 8. */
    private static double[] lowest(double[][] grey) {
        double[] low = new double[LOW * LOW];
        double[][] rows = new double[SIDE][LOW];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 1; u <= LOW; u++) {
                for (int x = 0; x < SIDE; x++) {
                    rows[y][u - 1] += grey[y][x] * COSINES[u][x];
                }
            }
        }
        for (int v = 1; v <= LOW; v++) {
            for (int u = 0; u < LOW; u++) {
                for (int y = 0; y < SIDE; y++) {
                    low[(v - 1) * LOW + u] += rows[y][u] * COSINES[v][y];
                }
            }
        }
        return low;
    }

    private static long bits(double[] low) {
        double[] sorted = low.clone();
        Arrays.sort(sorted);
        double median = (sorted[LOW * LOW / 2 - 1] + sorted[LOW * LOW / 2]) / 2;
        long bits = 0;
        for (double value : low) {
            bits = bits << 1 | (value > median ? 1 : 0);
        }
        return bits;
    }
}
