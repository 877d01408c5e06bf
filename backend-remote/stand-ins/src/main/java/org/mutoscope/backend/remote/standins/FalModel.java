package org.mutoscope.backend.remote.standins;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model at fal: what it takes and what it costs. Prices that nobody publishes are made up and marked so.
 *
 * @param needs fields that must be there
 * @param takes further fields
 * @param cents a second, or a clip where the length is fixed
 */
record FalModel(String endpoint, Set<String> needs, Set<String> takes, long cents) {
    /** Where an order keeps the name of the field that its runner will refuse. */
    static final String WRONG = "__wrong";

    private static final long CENT = 10_000;
    private static final Set<String> PIKA = Set.of("negative_prompt", "aspect_ratio", "duration", "resolution", "seed");
    private static final Set<String> KLING = Set.of(
            "prompt", "negative_prompt", "duration", "aspect_ratio", "cfg_scale", "generate_audio", "tail_image_url");
    private static final List<FalModel> ALL = List.of(
            new FalModel("fal-ai/pika/v2.2/text-to-video", Set.of("prompt"), PIKA, 4),
            new FalModel("fal-ai/pika/v2.2/image-to-video", Set.of("prompt", "image_url"), PIKA, 4),
            new FalModel(
                    "fal-ai/stable-video",
                    Set.of("image_url"),
                    Set.of("motion_bucket_id", "cond_aug", "seed", "fps"),
                    7), // made up
            new FalModel(
                    "fal-ai/fast-svd-lcm",
                    Set.of("image_url"),
                    Set.of("motion_bucket_id", "cond_aug", "seed", "fps", "steps"),
                    2), // made up
            new FalModel("fal-ai/kling-video/v3/pro/image-to-video", Set.of("image_url"), KLING, 11),
            new FalModel(
                    "fal-ai/luma-dream-machine/ray-2",
                    Set.of("prompt"),
                    Set.of("aspect_ratio", "loop", "resolution", "duration"),
                    10));

    static Optional<FalModel> of(String endpoint) {
        return ALL.stream().filter(model -> model.endpoint.equals(endpoint)).findFirst();
    }

    /** The two segments that its requests keep. */
    static String family(String endpoint) {
        String[] segments = endpoint.split("/");
        return segments[0] + "/" + segments[1];
    }

    Order order(Map<String, Object> input) {
        Map<String, Object> wish = new LinkedHashMap<>(input);
        wrong(input).ifPresent(field -> wish.put(WRONG, field));
        boolean sound = !Boolean.FALSE.equals(input.get("generate_audio")) && endpoint.contains("kling");
        String duration = String.valueOf(input.getOrDefault("duration", "5")).replaceFirst("s$", "");
        int seconds = duration.matches("\\d{1,2}") ? Integer.parseInt(duration) : 5;
        String ratio = String.valueOf(input.getOrDefault("aspect_ratio", "16:9"));
        long price = wish.containsKey(WRONG) ? 0 : price(input, seconds, sound);
        return new Order(endpoint, svd() ? 4 : seconds, ratio, sound, price, wish);
    }

    private boolean svd() {
        return endpoint.contains("svd") || endpoint.endsWith("stable-video");
    }

    private long price(Map<String, Object> input, int seconds, boolean sound) {
        if (svd()) {
            return cents * CENT;
        } else if (endpoint.contains("pika")) {
            return seconds * ("1080p".equals(input.get("resolution")) ? 9 : cents) * CENT;
        } else if (endpoint.contains("kling")) {
            return seconds * (sound ? 168_000L : 112_000L);
        }
        return seconds * cents * CENT;
    }

    /** The first field that the runner will not take. */
    private Optional<String> wrong(Map<String, Object> input) {
        for (String field : needs) {
            if (!(input.get(field) instanceof String text) || text.isEmpty()) {
                return Optional.of(field);
            }
        }
        for (Map.Entry<String, Object> field : input.entrySet()) {
            boolean known = needs.contains(field.getKey()) || takes.contains(field.getKey());
            if (!known || !fits(field.getKey(), field.getValue())) {
                return Optional.of(field.getKey());
            }
        }
        return Optional.empty();
    }

    private boolean fits(String field, Object value) {
        String text = String.valueOf(value);
        return switch (field) {
            case "duration" -> value instanceof String
                    && text.matches(
                            endpoint.contains("kling") ? "[3-9]|1[0-5]" : endpoint.contains("luma") ? "5s|9s" : "5|10");
            case "aspect_ratio" -> Set.of("16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3", "4:3", "3:4")
                    .contains(text);
            case "resolution" -> Set.of("540p", "720p", "1080p").contains(text);
            case "seed" -> value instanceof Integer || value instanceof Long;
            case "image_url", "tail_image_url" -> text.startsWith("https://") || text.startsWith("data:image/");
            default -> true;
        };
    }

    static Map<String, Object> output(Job job, String url) {
        int size = job.clip().length;
        Map<String, Object> video =
                Answer.map("url", url, "content_type", "video/mp4", "file_name", "output.mp4", "file_size", size);
        return Answer.map("video", video, "seed", job.order.wish().getOrDefault("seed", 4242));
    }
}
