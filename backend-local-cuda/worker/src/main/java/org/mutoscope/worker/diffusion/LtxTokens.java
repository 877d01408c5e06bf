package org.mutoscope.worker.diffusion;

import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.Size;

/** How LTX-Video writes a clip as a row of tokens, one for each place of the latents, frame by frame. */
final class LtxTokens {
    private final Latent latent;
    private final Grid grid;
    private final boolean causal;

    LtxTokens(Parts parts, Size size) {
        this.latent = parts.latent();
        this.grid = Grid.of(size, latent.spatial());
        this.causal = parts.settings().sampling().conditionPipeline();
    }

    Grid grid() {
        return grid;
    }

    int channels() {
        return latent.channels();
    }

    /** Tokens of one frame. */
    int perFrame() {
        return grid.cells();
    }

    /** Latent frames of a clip: the first stands for one frame, each further one for {@code temporal} frames. */
    int latentFrames(int frames) {
        return latent.frames(frames);
    }

    /** From [channels, frames, h x w] to tokens. */
    float[] pack(float[] latents) {
        return Layout.swap(latents, channels(), latents.length / channels(), 1);
    }

    /** From tokens to [frames, channels, h x w] as the decoder takes them. */
    float[] byFrame(float[] tokens) {
        int count = tokens.length / channels();
        float[] planes = Layout.swap(tokens, count, channels(), 1);
        int frames = count / perFrame();
        return Normal.undo(latent, Layout.swap(planes, channels(), frames, perFrame()), frames);
    }

    /** Where each token is: seconds, then rows, then columns in pixels. */
    float[] coordinates(int tokens, int framesPerSecond) {
        float[] where = new float[3 * tokens];
        for (int i = 0; i < tokens; i++) {
            int frame = i / perFrame();
            int cell = i % perFrame();
            // The first stands for one frame. LTXPipeline, and the models it is for, never took that into account.
            where[i] = causal
                    ? Math.max(0, frame * latent.temporal() + 1 - latent.temporal()) * (float) (1.0 / framesPerSecond)
                    : frame * ((float) latent.temporal() / framesPerSecond);
            where[tokens + i] = cell / grid.w() * latent.spatial();
            where[2 * tokens + i] = cell % grid.w() * latent.spatial();
        }
        return where;
    }
}
