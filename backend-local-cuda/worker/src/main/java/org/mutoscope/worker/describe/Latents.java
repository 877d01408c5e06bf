package org.mutoscope.worker.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.mutoscope.worker.model.PackageProblem;

/** Shape and scale of the latents, and the window: from the graphs, and from the {@code config.json} that exporters put beside them. */
final class Latents {
    private static final List<String> DECODERS = List.of("vae_decoder", "vae_decoder_first");

    private final Folder folder;
    private final Graphs graphs;
    private final Missing missing;
    private final JsonNode said;

    Latents(Folder folder, Graphs graphs, Missing missing, JsonNode said) {
        this.folder = folder;
        this.graphs = graphs;
        this.missing = missing;
        this.said = said;
    }

    void describe(ObjectNode manifest) throws PackageProblem {
        ObjectNode latent = (ObjectNode) manifest.get("latent");
        String decoder = DECODERS.stream().filter(graphs::has).findFirst().orElse("");
        if (decoder.isEmpty()) {
            missing.ask(
                    "the graph vae_decoder/model.onnx (or vae_decoder_first and vae_decoder_next) is not there: export it");
            return;
        }
        JsonNode config = config();
        channels(latent, decoder, config);
        spatial(latent, config);
        scale(latent, decoder, config);
        window(manifest);
    }

    private JsonNode config() throws PackageProblem {
        for (String place : List.of("vae_decoder", "vae", "vae_encoder")) {
            JsonNode config = folder.config(place + "/config.json");
            if (config.isObject()) {
                return config;
            }
        }
        return Folder.object();
    }

    private void channels(ObjectNode latent, String decoder, JsonNode config) {
        long channels = graphs.length(decoder, "inputs", "latent", 1);
        channels = channels > 0
                ? channels
                : config.path("latent_channels").asLong(config.path("z_dim").asLong(-1));
        if (channels > 0) {
            latent.put("channels", channels);
        } else if (!said.at("/latent/channels").isNumber()) {
            missing.ask("how many channels its latents have: --set latent.channels=NUMBER");
        }
    }

    private static void spatial(ObjectNode latent, JsonNode config) {
        if (config.has("scale_factor_spatial")) {
            latent.put("spatial", config.path("scale_factor_spatial").asInt());
        } else if (config.has("block_out_channels") && !config.has("spatio_temporal_scaling")) {
            latent.put("spatial", 1 << (config.path("block_out_channels").size() - 1));
        }
    }

    /** A graph whose latents have our name takes them as the denoiser leaves them; optimum's takes those of the network inside. */
    private void scale(ObjectNode latent, String decoder, JsonNode config) {
        boolean folded = graphs.actual(decoder, "inputs", "latent").equals("latent");
        if (folded || said.path("latent").has("scale") || said.path("latent").has("mean")) {
            return;
        }
        if (config.path("latents_mean").isArray() && config.path("latents_std").isArray()) {
            latent.set("mean", config.path("latents_mean"));
            latent.set("std", config.path("latents_std"));
        } else if (config.path("scaling_factor").isNumber()) {
            latent.set("scale", config.path("scaling_factor"));
        } else {
            missing.ask(
                    "the scale of its latents, scaling_factor of the VAE's config.json (0.18215 in most): --set latent.scale=NUMBER, 1 if the graphs hold it");
        }
    }

    private void window(ObjectNode manifest) throws PackageProblem {
        ObjectNode window = (ObjectNode) manifest.get("window");
        JsonNode frames = folder.config("unet/config.json").path("num_frames");
        if (frames.isNumber()) {
            window.set("frames", frames);
        } else if (!window.has("frames") && !said.at("/window/frames").isNumber()) {
            missing.ask(
                    "how many frames one pass makes, num_frames of the unet's config.json (14, or 25 of the XT models): --set window.frames=NUMBER");
        }
    }
}
