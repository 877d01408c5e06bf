package org.mutoscope.worker.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a package can do, by the graphs that it has. */
final class Abilities {
    private static final String ENCODER = "vae_encoder";
    private static final String DECODER = "vae_decoder";

    private final Graphs graphs;
    private final String pipeline;
    private final Missing missing;
    private final JsonNode said;

    Abilities(Graphs graphs, String pipeline, Missing missing, JsonNode said) {
        this.graphs = graphs;
        this.pipeline = pipeline;
        this.missing = missing;
        this.said = said;
    }

    /** @param index {@code model_index.json} */
    void describe(ObjectNode manifest, JsonNode index) {
        List<String> tasks = tasks(manifest);
        ArrayNode named = manifest.putArray("tasks");
        tasks.forEach(named::add);
        if (pipeline.equals("animatediff") && tasks.size() == 1) {
            graphs.drop(ENCODER);
        } else if (distribution()) {
            missing.ask("its vae_encoder answers mean and variance in one tensor: export one that answers the mode");
        }
        if (index.path("_class_name").asText().equals("LTXConditionPipeline")) {
            ObjectNode sampling = (ObjectNode) manifest.get("sampling");
            sampling.put("condition_pipeline", true)
                    .put("noise_augmentation", 0.15)
                    .put("prompt_tokens", 256);
        }
        if (graphs.has(DECODER) && !graphs.actual(DECODER, "inputs", "noise").isEmpty()) {
            // As the cards of all such models ask for.
            manifest.putObject("decode").put("timestep", 0.05).put("noise_scale", 0.025);
        }
        if (graphs.has("transformer_2")) {
            experts(manifest, index.path("boundary_ratio"));
        }
    }

    private void experts(ObjectNode manifest, JsonNode boundary) {
        manifest.putObject("experts").set("boundary", boundary);
        ((ObjectNode) manifest.get("experts")).set("guidance", manifest.at("/sampling/guidance"));
        if (!boundary.isNumber() && !said.at("/experts/boundary").isNumber()) {
            missing.ask(
                    "from which part of all time on its first transformer draws, boundary_ratio of model_index.json: --set experts.boundary=NUMBER");
        }
    }

    private List<String> tasks(ObjectNode manifest) {
        boolean encodes = graphs.has(ENCODER) || graphs.has(ENCODER + "_first");
        return switch (pipeline) {
            case "wan" -> wan(manifest, encodes);
            case "animatediff" -> encodes && !distribution()
                    ? List.of("text-to-video", "edit")
                    : List.of("text-to-video");
            case "ltx" -> encodes ? List.of("text-to-video", "image-to-video", "extend") : List.of("text-to-video");
            default -> List.of("image-to-video", "extend");
        };
    }

    private List<String> wan(ObjectNode manifest, boolean encodes) {
        if (pictures(manifest)) {
            return graphs.has("image_encoder")
                    ? List.of("image-to-video", "extend")
                    : List.of("image-to-video", "extend", "first-last-frame");
        }
        boolean perToken = graphs.has("transformer") && graphs.rank("transformer", "inputs", "timestep") == 2;
        return !encodes
                ? List.of("text-to-video")
                : perToken ? List.of("text-to-video", "image-to-video", "extend") : List.of("text-to-video", "edit");
    }

    /** A network for pictures takes more than the latents. */
    private boolean pictures(ObjectNode manifest) {
        long taken = graphs.has("transformer") ? graphs.length("transformer", "inputs", "hidden_states", 1) : -1;
        return taken > manifest.path("latent").path("channels").asLong(taken);
    }

    /** optimum's encoders answer mean and variance in one tensor, which nothing here takes apart. */
    private boolean distribution() {
        return graphs.has(ENCODER)
                && graphs.actual(ENCODER, "outputs", "latent").equals("latent_parameters");
    }
}
