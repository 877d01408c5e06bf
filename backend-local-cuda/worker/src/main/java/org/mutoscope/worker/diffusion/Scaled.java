package org.mutoscope.worker.diffusion;

/**
 * A picture brought to another size as Pillow does it with its bicubic filter: each pass weighs all pixels under the (stretched) filter and rounds to
 * bytes, across first, then down. CLIP's image processor cuts the middle out of the result.
 */
final class Scaled {
    private static final double CUBIC = -0.5;
    private static final double SUPPORT = 2;

    private Scaled() {}

    /** The middle square of a picture whose shorter side was brought to {@code side}. @return interleaved RGB */
    static byte[] square(Picture picture, int side) {
        int width = picture.size().width();
        int height = picture.size().height();
        int newWidth = width <= height ? side : (int) ((long) side * width / height);
        int newHeight = width <= height ? (int) ((long) side * height / width) : side;
        byte[] across = pass(picture.rgb(), new int[] {height, width, newWidth}, new int[] {width * 3, 3});
        byte[] down = pass(across, new int[] {newWidth, height, newHeight}, new int[] {3, newWidth * 3});
        // The second pass leaves columns as rows.
        byte[] square = new byte[side * side * 3];
        int left = (newWidth - side) / 2;
        int top = (newHeight - side) / 2;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                System.arraycopy(down, ((left + x) * newHeight + top + y) * 3, square, (y * side + x) * 3, 3);
            }
        }
        return square;
    }

    /**
     * One pass.
     *
     * @param counts number of lines, pixels of a line, pixels it gets
     * @param steps bytes from line to line and from pixel to pixel in {@code from}
     * @return line after line
     */
    private static byte[] pass(byte[] from, int[] counts, int[] steps) {
        byte[] into = new byte[counts[0] * counts[2] * 3];
        double scale = (double) counts[1] / counts[2];
        double stretch = Math.max(scale, 1);
        for (int i = 0; i < counts[2]; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - SUPPORT * stretch + 0.5));
            int end = Math.min(counts[1], (int) (centre + SUPPORT * stretch + 0.5));
            double[] weights = weights(first, end, centre, stretch);
            for (int line = 0; line < counts[0]; line++) {
                for (int channel = 0; channel < 3; channel++) {
                    double sum = 0.5;
                    for (int k = first; k < end; k++) {
                        sum += weights[k - first] * (from[line * steps[0] + k * steps[1] + channel] & 255);
                    }
                    into[(line * counts[2] + i) * 3 + channel] =
                            (byte) Math.max(0, Math.min(255, (int) Math.floor(sum)));
                }
            }
        }
        return into;
    }

    private static double[] weights(int first, int end, double centre, double stretch) {
        double[] weights = new double[end - first];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = cubic((k + first - centre + 0.5) / stretch);
            sum += weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    private static double cubic(double at) {
        double x = Math.abs(at);
        if (x < 1) {
            return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
    }
}
