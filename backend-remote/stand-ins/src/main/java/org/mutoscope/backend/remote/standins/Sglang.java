package org.mutoscope.backend.remote.standins;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** SGLang diffusion: errors as {@code detail}, a delete that answers with the video and stops nothing, content by address when it is kept elsewhere. */
final class Sglang extends Dialect {
    private final boolean cloud;

    /** @param cloud whether it keeps its videos in a cloud store */
    Sglang(boolean cloud) {
        this.cloud = cloud;
    }

    @Override
    String name() {
        return cloud ? "sglang-cloud" : "sglang";
    }

    @Override
    boolean wantsKey() {
        return false;
    }

    @Override
    Set<String> routes() {
        return Set.of("submit", "status", "content", "cancel", "list", "models");
    }

    @Override
    Map<String, Object> wish(Asked asked) {
        if (!asked.multipart()) {
            Map<String, Object> wish = asked.json().orElseGet(Map::of);
            return merged(wish, wish.get("extra_body"));
        }
        Map<String, Object> wish = super.wish(asked);
        Object extra = wish.get("extra_body");
        // What it cannot parse there it ignores.
        return merged(
                wish, extra == null ? null : Asked.parsed(String.valueOf(extra)).orElse(null));
    }

    private static Map<String, Object> merged(Map<String, Object> wish, Object extra) {
        Map<String, Object> all = new LinkedHashMap<>(wish);
        all.remove("extra_body");
        if (Asked.object(extra) != null) {
            all.putAll(Asked.object(extra));
        }
        return all;
    }

    @Override
    void check(Map<String, Object> wish, Desk desk) {
        if (!(wish.get("prompt") instanceof String prompt) || prompt.isEmpty()) {
            throw new Refusal(400, "", "prompt is required");
        }
        for (String field : List.of("seconds", "fps", "num_frames", "seed")) {
            if (!String.valueOf(wish.getOrDefault(field, "1")).matches("-?\\d+")) {
                throw new Refusal(400, "", "Invalid request body: " + field + " is no integer");
            }
        }
    }

    @Override
    Order order(Map<String, Object> wish) {
        String model = String.valueOf(wish.getOrDefault("model", "sora-2"));
        String size = String.valueOf(wish.getOrDefault("size", "1280x720"));
        int seconds = Integer.parseInt(String.valueOf(wish.getOrDefault("seconds", "4")));
        int rate = Integer.parseInt(String.valueOf(wish.getOrDefault("fps", "24")));
        Object frames = wish.get("num_frames");
        int length = frames == null ? seconds : Math.max(1, Integer.parseInt(String.valueOf(frames)) / rate);
        return new Order(model, length, size, false, 0, wish);
    }

    @Override
    String id(Order order) {
        return UUID.randomUUID().toString();
    }

    @Override
    Map<String, Object> video(Job job, String url) {
        boolean done = job.state() == Job.State.DONE;
        Map<String, Object> video = super.video(job, url);
        video.remove("prompt");
        video.put("quality", "standard");
        video.put("url", cloud && done ? url + "/outputs/" + job.id + ".mp4" : null);
        video.put("file_path", done && !cloud ? "outputs/" + job.id + ".mp4" : null);
        video.put("peak_memory_mb", done ? 21_000.0 : null);
        video.put("inference_time_s", done ? 2.5 : null);
        return video;
    }

    @Override
    Object failure(Job job) {
        return Answer.map("message", why(job));
    }

    @Override
    Map<String, Object> listed(List<Map<String, Object>> page, boolean more) {
        return Answer.map("data", page, "object", "list");
    }

    @Override
    Answer delete(Job job, String url) {
        Map<String, Object> video = video(job, url);
        video.put("status", "deleted");
        job.forget(); // and the GPU goes on
        return Answer.json(video);
    }

    @Override
    Answer content(Job job, String variant, String url) {
        if (job.state() != Job.State.DONE) {
            throw new Refusal(404, "", "Generation is still in-progress");
        } else if (cloud) {
            throw new Refusal(
                    400,
                    "",
                    "Video has been uploaded to cloud storage. Please use the cloud URL: " + url + "/outputs/" + job.id
                            + ".mp4");
        } else if (!variant.equals("video")) {
            throw new Refusal(400, "", "Only the variant video is there");
        }
        return Answer.bytes("video/mp4", job.clip())
                .with("Content-Disposition", "attachment; filename=\"" + job.id + ".mp4\"");
    }

    @Override
    Answer error(int status, String code, String message) {
        return Answer.json(status, Answer.map("detail", message));
    }
}
