package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;

/** Classifier-free guidance (Ho and Salimans, arXiv 2207.12598): away from the plain prediction, towards the conditioned one. */
final class Guidance {
    private Guidance() {}

    /** Whether this strength changes anything. */
    static boolean on(float strength) {
        return strength > 1;
    }

    /** Asks a denoiser and guides its answer. @param strengths see {@link #apply(float[], float[], float[])} */
    static float[] ask(TwoHalves halves, Cancellation cancellation, float... strengths)
            throws RenderProblem, OrtException {
        return rescaled(halves, cancellation, 0, strengths);
    }

    /** The same, and brings the spread back. @param part see {@link #rescale} */
    static float[] rescaled(TwoHalves halves, Cancellation cancellation, float part, float... strengths)
            throws RenderProblem, OrtException {
        float[] answer = halves.run(cancellation);
        if (!halves.guided()) {
            return answer;
        }
        float[] guided = new float[answer.length / 2];
        apply(answer, strengths, guided);
        if (part > 0) {
            rescale(answer, guided, part);
        }
        return guided;
    }

    /**
     * {@code plain + strength * (conditioned - plain)}.
     *
     * @param both the plain prediction, then the conditioned one, each as long as {@code into}
     * @param strengths for equal blocks of the prediction in turn; one for all of it, or one a frame
     */
    static void apply(float[] both, float[] strengths, float[] into) {
        int half = into.length;
        int block = half / strengths.length;
        for (int i = 0; i < half; i++) {
            into[i] = both[i] + strengths[i / block] * (both[half + i] - both[i]);
        }
    }

    /**
     * Brings the spread of the guided prediction back to that of the conditioned one (Lin et al., arXiv 2305.08891, section 3.4).
     *
     * @param both as above
     * @param guided changed in place
     * @param part how much of it, 0 to 1
     */
    static void rescale(float[] both, float[] guided, float part) {
        double wanted = deviation(both, guided.length, guided.length);
        double found = deviation(guided, 0, guided.length);
        float gain = (float) (part * wanted / found + (1 - part));
        for (int i = 0; i < guided.length; i++) {
            guided[i] *= gain;
        }
    }

    /** Strengths from one to the other in equal steps, both included. */
    static float[] rising(float from, float to, int count) {
        float[] strengths = new float[count];
        for (int i = 0; i < count; i++) {
            strengths[i] = count == 1 ? from : (float) (from + (double) (to - from) * i / (count - 1));
        }
        return strengths;
    }

    /** Sample standard deviation. */
    private static double deviation(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(squares / (count - 1));
    }
}
