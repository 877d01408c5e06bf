package org.mutoscope.worker.model;

import java.util.List;

/**
 * How a diffusion pipeline draws a clip; what {@code model.json} of format 2 says about it.
 *
 * @param window how many frames one pass makes
 * @param latent shape and scale of what the denoiser works on
 * @param sampling the steps and what may be asked for
 * @param decode how latents become frames
 * @param experts whether two networks share the steps
 */
public record Diffusion(Window window, Latent latent, Sampling sampling, Decode decode, Experts experts)
        implements ModelManifest.Recipe {
    /** Most characters of a prompt. */
    public static final int LONGEST_PROMPT = 10_000;

    /**
     * A pass of the denoiser.
     *
     * @param frames most frames of one pass, 1 to 1,000
     * @param overlap frames that a later pass has in common with the one before, 1 to below {@code frames}
     */
    public record Window(int frames, int overlap) {}

    /**
     * The latents.
     *
     * @param channels 1 to 1,024
     * @param spatial pixels of a side for one latent value, 1 to 64
     * @param temporal frames for one latent frame, 1 to 16
     * @param mean taken off by channel after encoding and added before decoding; empty if the graphs do it
     * @param std divided by channel after encoding and multiplied before decoding; empty if the graphs do it
     * @param scale multiplied after encoding and divided before decoding; 1 if the graphs do it
     */
    public record Latent(int channels, int spatial, int temporal, List<Float> mean, List<Float> std, float scale) {
        /** Frames that so many latent frames stand for. */
        public int pictures(int count) {
            return (count - 1) * temporal + 1;
        }

        /** Latent frames of so many frames, where the first stands for one frame and each further one for {@code temporal}. */
        public int frames(int frames) {
            return -Math.floorDiv(1 - frames, temporal) + 1;
        }
    }

    /**
     * Decoding: in pieces, for frames that are too large for the memory there is; and what a decoder is told that takes away a last bit of noise itself
     * (ltx).
     *
     * @param tile side of a piece in latents; 0 for whole frames
     * @param overlap latents that neighbours have in common, below {@code tile}
     * @param timestep the time it is told to be, 0 to 1
     * @param noiseScale how much noise is mixed in before, 0 to 1
     */
    public record Decode(int tile, int overlap, float timestep, float noiseScale) {}

    /**
     * Two networks, one for the steps with much noise and one for those with little (wan).
     *
     * @param boundary part of all time, 0 to 1, from which on there is much noise; 0 if there is one network
     * @param guidance strength of the text for the second one, 0 to 50
     */
    public record Experts(float boundary, float guidance) {
        /** Whether there are two. */
        public boolean two() {
            return boundary > 0;
        }
    }

    /**
     * The steps.
     *
     * @param steps 1 to 1,000
     * @param timesteps explicit timesteps instead, as a distilled model wants them; mostly empty
     * @param sigmas explicit noise levels instead; mostly empty
     * @param guidance strength of the text or image, 0 to 50; 1 and less is none
     * @param guidanceMin strength at the first frame where it grows along the clip (svd), 0 to 50
     * @param guidanceRescale how far guided noise is brought back to the plain one's spread, 0 to 1
     * @param negativePrompt what not to show, unless the request says otherwise
     * @param motionBucket amount of motion (svd), 0 to 255
     * @param noiseAugmentation noise on the first frame (svd, ltx), 0 to 1
     * @param conditioningFps frames per second the network was told in training (svd), 1 to 60
     * @param strength how far an edit leaves its source unless the request says otherwise, 0 to 1
     * @param conditionPipeline whether it is sampled as diffusers' LTXConditionPipeline does it and not its LTXPipeline (ltx)
     * @param promptTokens length of the text in tokens, 1 to 4,096
     */
    public record Sampling(
            int steps,
            List<Float> timesteps,
            List<Float> sigmas,
            float guidance,
            float guidanceMin,
            float guidanceRescale,
            String negativePrompt,
            int motionBucket,
            float noiseAugmentation,
            int conditioningFps,
            double strength,
            boolean conditionPipeline,
            int promptTokens) {}
}
