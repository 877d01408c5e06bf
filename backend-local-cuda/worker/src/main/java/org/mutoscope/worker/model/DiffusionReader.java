package org.mutoscope.worker.model;

import java.util.List;
import org.mutoscope.worker.model.Diffusion.Decode;
import org.mutoscope.worker.model.Diffusion.Experts;
import org.mutoscope.worker.model.Diffusion.Latent;
import org.mutoscope.worker.model.Diffusion.Sampling;
import org.mutoscope.worker.model.Diffusion.Window;

/** Reads what {@code model.json} of format 2 says about drawing. */
final class DiffusionReader {
    /** What diffusers' video-to-video pipelines take, of both families that edit. */
    private static final float STRENGTH = 0.8f;

    private DiffusionReader() {}

    static Diffusion read(JsonFields json) throws PackageProblem {
        return new Diffusion(
                window(json),
                latent(json.object("latent")),
                sampling(json.object("sampling")),
                decode(json),
                experts(json));
    }

    private static Decode decode(JsonFields json) throws PackageProblem {
        if (!json.has("decode")) {
            return new Decode(0, 0, 0, 0);
        }
        JsonFields decode = json.object("decode");
        float time = decode.decimal("timestep", 0, 1, 0);
        float noise = decode.decimal("noise_scale", 0, 1, time);
        if (!decode.has("tile")) {
            return new Decode(0, 0, time, noise);
        }
        int tile = (int) decode.whole("tile", 2, 1024);
        return new Decode(tile, (int) decode.whole("overlap", 0, tile - 1, tile / 4), time, noise);
    }

    private static Experts experts(JsonFields json) throws PackageProblem {
        if (!json.has("experts")) {
            return new Experts(0, 0);
        }
        JsonFields experts = json.object("experts");
        return new Experts(experts.decimal("boundary", 1e-3, 1), experts.decimal("guidance", 0, 50));
    }

    private static Window window(JsonFields json) throws PackageProblem {
        JsonFields window = json.object("window");
        int frames = (int) window.whole("frames", 1, 1000);
        int overlap = window.has("overlap") ? (int) window.whole("overlap", 0, frames - 1) : 0;
        return new Window(frames, overlap);
    }

    private static Latent latent(JsonFields latent) throws PackageProblem {
        int channels = (int) latent.whole("channels", 1, 1024);
        List<Float> mean = latent.decimals("mean", -1e6, 1e6);
        List<Float> std = latent.decimals("std", 1e-6, 1e6);
        if (mean.size() != std.size() || (!mean.isEmpty() && mean.size() != channels)) {
            throw PackageProblem.field("latent.mean and latent.std", "two lists of as many numbers as channels");
        }
        return new Latent(
                channels,
                (int) latent.whole("spatial", 1, 64),
                (int) latent.whole("temporal", 1, 16),
                mean,
                std,
                latent.decimal("scale", 1e-6, 1e6, 1));
    }

    private static Sampling sampling(JsonFields sampling) throws PackageProblem {
        float guidance = sampling.decimal("guidance", 0, 50);
        String negative = sampling.textOr("negative_prompt", "");
        if (negative.length() > Diffusion.LONGEST_PROMPT) {
            throw PackageProblem.field("sampling.negative_prompt", "a text of at most 10,000 characters");
        }
        return new Sampling(
                (int) sampling.whole("steps", 1, 1000),
                sampling.decimals("timesteps", 0, 1e6),
                sampling.decimals("sigmas", 0, 1e6),
                guidance,
                sampling.decimal("guidance_min", 0, 50, guidance),
                sampling.decimal("guidance_rescale", 0, 1, 0),
                negative,
                (int) sampling.whole("motion_bucket", 0, 255, 127),
                sampling.decimal("noise_augmentation", 0, 1, 0),
                (int) sampling.whole("conditioning_fps", 1, 60, 7),
                // Its shortest decimal: a tenth that becomes a little less than a tenth would cost a step.
                Double.parseDouble(Float.toString(sampling.decimal("strength", 0, 1, STRENGTH))),
                sampling.flag("condition_pipeline"),
                (int) sampling.whole("prompt_tokens", 1, 4096, 77));
    }
}
