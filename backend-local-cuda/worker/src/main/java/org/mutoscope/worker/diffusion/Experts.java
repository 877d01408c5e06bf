package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.render.RenderProblem;

/**
 * Wan's denoiser for one clip: one network, or two of the same form (Wan 2.2 A14B), the first for steps with much noise, the second for those with little.
 * A network that wants a time for each token (Wan 2.2 5B) is told that frames which are given are at time 0.
 */
final class Experts {
    /** What Wan's schedulers count to. */
    private static final float TIMES = 1000;
    /** Latents of a side that a token stands for. */
    private static final int PATCH = 2;

    private static final String TIME = "timestep";

    private final Take take;
    private final List<TwoHalves> all;
    private final boolean timedTokens;
    private final float boundary;
    private final float guidance;

    /** @param networks one, or two */
    Experts(Take take, Diffusion.Experts settings, List<Network> networks) {
        this.take = take;
        boolean guided = Guidance.on(take.wishes().guidance());
        this.all = networks.stream()
                .map(network -> new TwoHalves(network, "hidden_states", "out_sample", guided))
                .toList();
        this.timedTokens = networks.get(0).inputs().shape(TIME).length == 2;
        this.boundary = settings.boundary() * TIMES;
        // Whoever asks for another strength asks for it throughout, as in diffusers.
        boolean asked = take.order().options().containsKey(Wishes.GUIDANCE);
        this.guidance = asked ? take.wishes().guidance() : settings.guidance();
    }

    /** All of them, to be told what does not change from step to step. */
    List<TwoHalves> all() {
        return all;
    }

    /**
     * Asks the one whose turn it is.
     *
     * @param shape [1, channels, frames, h, w] of the values
     * @param given latent frames at the beginning that are given
     * @return with guidance applied
     */
    float[] ask(float time, long[] shape, float[] values, int given) throws RenderProblem, OrtException {
        boolean little = all.size() > 1 && time < boundary;
        TwoHalves halves = all.get(little ? 1 : 0);
        halves.put("hidden_states", shape, values);
        if (timedTokens) {
            int perFrame = (int) (shape[3] / PATCH * (shape[4] / PATCH));
            float[] times = new float[(int) shape[2] * perFrame];
            Arrays.fill(times, given * perFrame, times.length, time);
            halves.put(TIME, new long[] {1, times.length}, times);
        } else {
            halves.time(TIME, time);
        }
        return Guidance.ask(
                halves, take.cancellation(), little ? guidance : take.wishes().guidance());
    }
}
