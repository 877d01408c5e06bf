package org.mutoscope.worker.diffusion;

import org.mutoscope.worker.model.Diffusion.Latent;

/** Between the latents of an encoder and those the denoiser works on, for packages whose graphs do not do it themselves. */
final class Normal {
    private Normal() {}

    /** For the decoder: {@code latent * std / scale + mean}. @param latents frame after frame, each [channels, cells] */
    static float[] undo(Latent latent, float[] latents, int frames) {
        if (latent.mean().isEmpty() && latent.scale() == 1) {
            return latents;
        }
        float[] undone = new float[latents.length];
        int cells = latents.length / frames / latent.channels();
        for (int i = 0; i < latents.length; i++) {
            int channel = i / cells % latent.channels();
            undone[i] = latents[i] * std(latent, channel) / latent.scale() + mean(latent, channel);
        }
        return undone;
    }

    /** From the encoder: {@code (latent - mean) * scale / std}. @param latents frame after frame, each [channels, cells] */
    static float[] apply(Latent latent, float[] latents, int frames) {
        if (latent.mean().isEmpty() && latent.scale() == 1) {
            return latents;
        }
        float[] applied = new float[latents.length];
        int cells = latents.length / frames / latent.channels();
        for (int i = 0; i < latents.length; i++) {
            int channel = i / cells % latent.channels();
            applied[i] = (latents[i] - mean(latent, channel)) * latent.scale() / std(latent, channel);
        }
        return applied;
    }

    private static float mean(Latent latent, int channel) {
        return latent.mean().isEmpty() ? 0 : latent.mean().get(channel);
    }

    private static float std(Latent latent, int channel) {
        return latent.std().isEmpty() ? 1 : latent.std().get(channel);
    }
}
