package org.mutoscope.worker.describe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names of our pipelines for the tensors of a graph: a graph's own name if it is ours, else one that other exporters (optimum among them) give to the same
 * thing, else the only one there is.
 */
final class Ports {
    private static final String CACHE = "cache.";

    /** What a role takes and gives. */
    private record Role(List<String> inputs, List<String> outputs) {}

    private static final Role TRANSFORMER = new Role(
            List.of(
                    "hidden_states",
                    "timestep",
                    "encoder_hidden_states",
                    "encoder_hidden_states_image",
                    "encoder_attention_mask",
                    "video_coords"),
            List.of("out_sample"));
    private static final Role ENCODER = new Role(List.of("sample"), List.of("latent"));
    private static final Role DECODER =
            new Role(List.of("latent", "timestep", "noise", "noise_scale"), List.of("frames"));

    /** All roles, in the order in which a clip meets them. */
    private static final Map<String, Role> ROLES = new TreeMap<>(Map.of(
            "text_encoder", new Role(List.of("input_ids", "attention_mask"), List.of("last_hidden_state")),
            "image_encoder", new Role(List.of("pixel_values"), List.of("image_embeds")),
            "unet",
                    new Role(
                            List.of("sample", "timestep", "encoder_hidden_states", "added_time_ids"),
                            List.of("out_sample")),
            "transformer", TRANSFORMER,
            "transformer_2", TRANSFORMER,
            "vae_encoder", ENCODER,
            "vae_encoder_first", ENCODER,
            "vae_encoder_next", ENCODER,
            "vae_decoder", DECODER));

    static {
        ROLES.put("vae_decoder_first", DECODER);
        ROLES.put("vae_decoder_next", DECODER);
    }

    /** What others call our tensors. */
    private static final Map<String, List<String>> OTHERS = Map.of(
            "latent", List.of("latent_sample", "latents", "latent_model_input", "z"),
            "sample", List.of("latent_model_input", "x", "image"),
            "hidden_states", List.of("sample", "latents", "x"),
            "timestep", List.of("timesteps", "t"),
            "encoder_hidden_states", List.of("prompt_embeds", "encoder_hidden_state", "context"),
            "out_sample", List.of("sample", "noise_pred", "output"),
            "frames", List.of("sample", "images", "video"),
            "last_hidden_state", List.of("hidden_states", "prompt_embeds"),
            "image_embeds", List.of("last_hidden_state", "hidden_states"),
            "added_time_ids", List.of("time_ids"));

    private Ports() {}

    /** Names of all roles. */
    static Set<String> roles() {
        return ROLES.keySet();
    }

    /** Our names to the graph's own for its inputs. What has no name of ours is left out. @param said what the operator named, ours to theirs */
    static Map<String, String> inputs(String role, Set<String> actual, Map<String, String> said) {
        return named(ROLES.get(role).inputs(), actual, said);
    }

    /** The same for its outputs. */
    static Map<String, String> outputs(String role, Set<String> actual, Map<String, String> said) {
        return named(ROLES.get(role).outputs(), actual, said);
    }

    /** Outputs that every graph of this role has. */
    static List<String> outputs(String role) {
        return ROLES.get(role).outputs();
    }

    private static Map<String, String> named(List<String> ours, Set<String> actual, Map<String, String> said) {
        Map<String, String> named = new LinkedHashMap<>(said);
        for (String name : ours) {
            if (actual.contains(name)) {
                named.putIfAbsent(name, name);
            }
        }
        for (String name : ours) {
            OTHERS.getOrDefault(name, List.of()).stream()
                    .filter(actual::contains)
                    .filter(other -> !named.containsValue(other))
                    .findFirst()
                    .ifPresent(other -> named.putIfAbsent(name, other));
        }
        for (String name : actual) {
            if (name.startsWith(CACHE) || name.startsWith("cache_next.")) {
                named.putIfAbsent(CACHE + name.substring(name.indexOf('.') + 1), name);
            }
        }
        if (named.isEmpty() && actual.size() == 1) {
            named.put(ours.get(0), actual.iterator().next());
        }
        return named;
    }
}
