package org.mutoscope.worker.diffusion;

/**
 * A picture as CLIP's vision tower wants it, by the way of diffusers' Stable Video Diffusion pipeline: blurred, brought to 224 x 224 with bicubic
 * interpolation (corners aligned), normalised ({@code _resize_with_antialiasing} there, after scikit-image).
 */
final class ClipVision {
    static final int SIDE = 224;

    /** Of CLIP's training data, as its image processor has them. */
    private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};

    private static final float[] STD = {0.26862954f, 0.26130258f, 0.27577711f};
    /** Of torch's bicubic interpolation. */
    private static final float CUBIC = -0.75f;

    private ClipVision() {}

    /** @param planes red, green and blue, -1 to 1 @return three planes of {@link #SIDE} squared */
    static float[] pixels(float[] planes, int width, int height) {
        float[] pixels = new float[3 * SIDE * SIDE];
        for (int channel = 0; channel < 3; channel++) {
            float[] plane = new float[width * height];
            System.arraycopy(planes, channel * plane.length, plane, 0, plane.length);
            plane = blur(plane, width, height, 1, kernel((float) width / SIDE));
            plane = blur(plane, width, height, width, kernel((float) height / SIDE));
            resize(plane, width, height, pixels, channel * SIDE * SIDE);
            for (int i = channel * SIDE * SIDE; i < (channel + 1) * SIDE * SIDE; i++) {
                pixels[i] = ((pixels[i] + 1) / 2 - MEAN[channel]) / STD[channel];
            }
        }
        return pixels;
    }

    /** A picture as CLIP's own image processor makes it: shorter side to 224, the middle of it, normalised. */
    static float[] cropped(Picture picture) {
        byte[] square = Scaled.square(picture, SIDE);
        float[] pixels = new float[square.length];
        int plane = SIDE * SIDE;
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / plane;
            pixels[i] = ((square[i % plane * 3 + channel] & 255) / 255f - MEAN[channel]) / STD[channel];
        }
        return pixels;
    }

    private static float[] kernel(float factor) {
        float sigma = Math.max((factor - 1) / 2, 0.001f);
        int length = (int) Math.max(4 * sigma, 3) | 1;
        double[] weights = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double x = i - length / 2;
            weights[i] = Math.exp(-x * x / (2 * (double) sigma * sigma));
            sum += weights[i];
        }
        float[] kernel = new float[length];
        for (int i = 0; i < length; i++) {
            kernel[i] = (float) (weights[i] / sum);
        }
        return kernel;
    }

    /** Along rows (stride 1) or columns (stride width); the border mirrors without repeating its edge. */
    private static float[] blur(float[] plane, int width, int height, int stride, float[] kernel) {
        int count = stride == 1 ? width : height;
        float[] blurred = new float[plane.length];
        for (int i = 0; i < plane.length; i++) {
            int at = stride == 1 ? i % width : i / width;
            float sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                int wanted = mirror(at + k - kernel.length / 2, count);
                sum += kernel[k] * plane[i + (wanted - at) * stride];
            }
            blurred[i] = sum;
        }
        return blurred;
    }

    private static int mirror(int at, int count) {
        int last = count - 1;
        int inside = Math.abs(at) % Math.max(1, 2 * last);
        return inside > last ? 2 * last - inside : inside;
    }

    private static void resize(float[] plane, int width, int height, float[] into, int offset) {
        float[] across = new float[4];
        float[] down = new float[4];
        for (int y = 0; y < SIDE; y++) {
            float realY = y * ((height - 1f) / (SIDE - 1));
            int top = (int) realY;
            cubic(realY - top, down);
            for (int x = 0; x < SIDE; x++) {
                float realX = x * ((width - 1f) / (SIDE - 1));
                int left = (int) realX;
                cubic(realX - left, across);
                float sum = 0;
                for (int j = 0; j < 4; j++) {
                    int row = Math.min(height - 1, Math.max(0, top - 1 + j)) * width;
                    float line = 0;
                    for (int i = 0; i < 4; i++) {
                        line += across[i] * plane[row + Math.min(width - 1, Math.max(0, left - 1 + i))];
                    }
                    sum += down[j] * line;
                }
                into[offset + y * SIDE + x] = sum;
            }
        }
    }

    private static void cubic(float t, float[] weights) {
        weights[0] = far(t + 1);
        weights[1] = near(t);
        weights[2] = near(1 - t);
        weights[3] = far(2 - t);
    }

    private static float near(float x) {
        return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }

    private static float far(float x) {
        return ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
    }
}
