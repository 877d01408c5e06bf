package org.mutoscope.worker.sprite;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import org.mutoscope.worker.render.RenderProblem;

/**
 * Euler's method along a rectified flow from noise (time 0) to a frame (time 1), with a network that guesses the clean frame p: in step i of n,
 * {@code x += (p - x) / max(1 - t_i, floor) * (t_(i+1) - t_i)} with {@code t_i = i / n}; at the end x is cut to -1..1. (Liu et al., Flow Straight
 * and Fast, arXiv 2209.03003, with the clean frame instead of the velocity.)
 */
final class FlowSampler {
    /** Guesses the clean frame from the noisy one, which it finds where the sampler keeps it. */
    interface Guess {
        /** @param time 0 to below 1 @return the guess; valid until the next call */
        FloatBuffer clean(float time) throws RenderProblem, OrtException;
    }

    private final float floor;

    /** @param floor smallest divisor, above 0 */
    FlowSampler(float floor) {
        this.floor = floor;
    }

    /**
     * Turns noise into a frame in place.
     *
     * @throws RenderProblem {@code model_output_not_finite} if a guess holds NaN or infinity
     */
    void sample(FloatBuffer x, int steps, Guess guess) throws RenderProblem, OrtException {
        for (int i = 0; i < steps; i++) {
            float time = (float) i / steps;
            float next = (float) (i + 1) / steps;
            step(x, guess.clean(time), (next - time) / Math.max(1 - time, floor));
        }
        for (int i = 0; i < x.capacity(); i++) {
            x.put(i, Math.min(1f, Math.max(-1f, x.get(i))));
        }
    }

    private static void step(FloatBuffer x, FloatBuffer clean, float gain) throws RenderProblem {
        for (int i = 0; i < x.capacity(); i++) {
            float p = clean.get(i);
            if (!Float.isFinite(p)) {
                throw new RenderProblem(
                        RenderProblem.Kind.FINAL,
                        "model_output_not_finite",
                        "the model computed a value that is no number; its package is damaged or unfit for this device");
            }
            float value = x.get(i);
            x.put(i, value + (p - value) * gain);
        }
    }
}
