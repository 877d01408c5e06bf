package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A long clip drawn in overlapping windows at once: in each step every window is predicted for itself, and where windows overlap their predictions are
 * mixed, from the one to the other (after MultiDiffusion, Bar-Tal et al., arXiv 2302.08113, along time). A clip of one window is not touched.
 *
 * <p>The latents are {@code outer} blocks of {@code frames} frames of {@code inner} values: [channels, frames, h x w] or [1, frames, values].
 */
final class Spans {
    /** Predicts one window. */
    interface Prediction {
        /** @param frames number of frames of the window @return as many values as {@code window} has; valid until the next call */
        float[] of(float[] window, int frames) throws RenderProblem, OrtException;
    }

    private final int outer;
    private final int frames;
    private final int inner;
    private final int length;
    private final int overlap;
    private final List<Integer> starts = new ArrayList<>();

    /**
     * Cuts a clip.
     *
     * @param shape blocks, frames, values of a frame in a block
     * @param length most frames of a window
     * @param overlap frames that neighbours have in common, below {@code length}
     */
    Spans(int[] shape, int length, int overlap) {
        this.outer = shape[0];
        this.frames = shape[1];
        this.inner = shape[2];
        this.length = Math.min(length, frames);
        this.overlap = overlap;
        for (int start = 0; start + this.length < frames; start += this.length - overlap) {
            starts.add(start);
        }
        // The last window is as long as the others; it overlaps more instead.
        starts.add(frames - this.length);
    }

    /** Number of windows. */
    int count() {
        return starts.size();
    }

    /** Predicts the whole. */
    float[] predict(float[] latents, Prediction prediction) throws RenderProblem, OrtException {
        if (count() == 1) {
            return prediction.of(latents, frames);
        }
        float[] sum = new float[latents.length];
        float[] weights = new float[frames];
        for (int i = 0; i < count(); i++) {
            float[] predicted = prediction.of(cut(latents, starts.get(i)), length);
            for (int f = 0; f < length; f++) {
                float weight = weight(i, f);
                weights[starts.get(i) + f] += weight;
                add(predicted, f, sum, starts.get(i) + f, weight);
            }
        }
        for (int block = 0; block < outer * frames; block++) {
            for (int i = block * inner; i < (block + 1) * inner; i++) {
                sum[i] /= weights[block % frames];
            }
        }
        return sum;
    }

    private float[] cut(float[] latents, int start) {
        float[] window = new float[outer * length * inner];
        for (int o = 0; o < outer; o++) {
            System.arraycopy(latents, (o * frames + start) * inner, window, o * length * inner, length * inner);
        }
        return window;
    }

    private void add(float[] from, int frame, float[] into, int at, float weight) {
        for (int o = 0; o < outer; o++) {
            int source = (o * length + frame) * inner;
            int target = (o * frames + at) * inner;
            for (int i = 0; i < inner; i++) {
                into[target + i] += weight * from[source + i];
            }
        }
    }

    /** Rises at the beginning of every window but the first, falls at the end of every one but the last. */
    private float weight(int window, int frame) {
        float rising = window == 0 ? 1 : (frame + 1f) / (overlap + 1);
        float falling = window == count() - 1 ? 1 : (float) (length - frame) / (overlap + 1);
        return Math.min(1, Math.min(rising, falling));
    }

    @Override
    public String toString() {
        return Arrays.toString(starts.toArray()) + " x " + length;
    }
}
