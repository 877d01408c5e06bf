package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.Set;
import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A video encoder: frames to the latents that the denoiser works on. As two causal graphs ({@code vae_encoder_first} takes one frame,
 * {@code vae_encoder_next} as many as one latent frame stands for) or as one graph {@code vae_encoder} that takes all of them; {@code sample}
 * [1,3,F,H,W], -1 to 1, gives {@code latent} [1,C,F',h,w].
 */
final class VideoEncoder {
    private static final String ROLE = "vae_encoder";
    private static final String SAMPLE = "sample";
    private static final String LATENT = "latent";

    private final CausalStream stream;
    private final Network whole;
    private final Latent latent;

    private VideoEncoder(CausalStream stream, Network whole, Latent latent) {
        this.stream = stream;
        this.whole = whole;
        this.latent = latent;
    }

    static VideoEncoder open(Parts parts) throws PackageProblem, OrtException {
        if (CausalStream.in(parts, ROLE)) {
            CausalStream stream = CausalStream.open(parts, ROLE, SAMPLE, LATENT);
            stream.takes(new long[] {1, 3, 1, -1, -1}, new long[] {1, 3, -1, -1, -1});
            return new VideoEncoder(stream, null, parts.latent());
        }
        Network whole = parts.open(ROLE);
        whole.inputs().wants(SAMPLE, 1, 3, -1, -1, -1).andNothingElse(Set.of(SAMPLE));
        whole.outputs().wants(LATENT, 1, parts.latent().channels(), -1, -1, -1);
        return new VideoEncoder(null, whole, parts.latent());
    }

    /** Gives the frames of a clip. */
    interface Source {
        /** @return planes of a frame, see {@link Picture#planes} */
        float[] frame(int index) throws RenderProblem;
    }

    /**
     * Encodes.
     *
     * @param frames number of frames, 1 more than a multiple of what one latent frame stands for
     * @return [channels, latent frames, h x w]
     */
    float[] encode(Source source, int frames, Take take) throws RenderProblem, OrtException {
        Grid grid = Grid.of(take.size(), latent.spatial());
        long[] shape = {1, 3, frames, take.size().height(), take.size().width()};
        if (stream == null) {
            whole.put(SAMPLE, shape, planes(source, 0, frames)).run(take.cancellation());
            return Normal.apply(
                    latent,
                    whole.output(LATENT)
                            .wanted(1, latent.channels(), (frames - 1) / latent.temporal() + 1, grid.h(), grid.w())
                            .floats(),
                    1);
        }
        int count = (frames - 1) / latent.temporal() + 1;
        float[] latents = {};
        int length = 0;
        try (CausalStream.Run run = stream.begin()) {
            for (int k = 0; k < count; k++) {
                int from = k == 0 ? 0 : 1 + (k - 1) * latent.temporal();
                shape[2] = k == 0 ? 1 : latent.temporal();
                Slot slot = run.next(shape.clone(), planes(source, from, (int) shape[2]), take.cancellation())
                        .wanted(1, latent.channels(), 1, grid.h(), grid.w());
                if (k == 0) {
                    length = Slot.count(slot.shape());
                    latents = new float[length * count];
                }
                slot.read(latents, k * length);
            }
        }
        return Layout.swap(Normal.apply(latent, latents, count), count, latent.channels(), length / latent.channels());
    }

    /** [3, count, H x W]. */
    private static float[] planes(Source source, int from, int count) throws RenderProblem {
        float[][] frames = new float[count][];
        for (int i = 0; i < count; i++) {
            frames[i] = source.frame(from + i);
        }
        int pixels = frames[0].length / 3;
        float[] planes = new float[3 * count * pixels];
        for (int i = 0; i < count; i++) {
            for (int channel = 0; channel < 3; channel++) {
                System.arraycopy(frames[i], channel * pixels, planes, (channel * count + i) * pixels, pixels);
            }
        }
        return planes;
    }
}
