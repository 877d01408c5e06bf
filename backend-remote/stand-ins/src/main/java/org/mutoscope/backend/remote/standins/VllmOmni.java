package org.mutoscope.backend.remote.standins;

import java.util.Map;
import java.util.Set;

/** vLLM-Omni: forms only, one model, numbers as error codes, a route that waits. */
final class VllmOmni extends Dialect {
    private static final String MODEL = "Wan-AI/Wan2.2-T2V-A14B-Diffusers";

    @Override
    String name() {
        return "vllm-omni";
    }

    @Override
    boolean wantsKey() {
        return false;
    }

    @Override
    Set<String> routes() {
        return Set.of("submit", "sync", "status", "content", "cancel", "list", "models");
    }

    @Override
    Map<String, Object> wish(Asked asked) {
        if (!asked.multipart()) {
            throw new Refusal(422, "422", "[{'type': 'missing', 'loc': ('body', 'prompt'), 'msg': 'Field required'}]");
        }
        return super.wish(asked);
    }

    @Override
    void check(Map<String, Object> wish, Desk desk) {
        pattern(wish, "prompt", "(?s).+");
        pattern(wish, "seconds", "[1-9]\\d*");
        pattern(wish, "size", "\\d+x\\d+");
        for (String field : Set.of("width", "height", "fps", "num_frames", "num_inference_steps")) {
            pattern(wish, field, "[1-9]\\d*");
        }
        pattern(wish, "seed", "-?\\d+");
        reference(wish);
    }

    private static void pattern(Map<String, Object> wish, String name, String pattern) {
        Object value = wish.get(name);
        boolean missing = value == null && name.equals("prompt");
        if (missing || value != null && !String.valueOf(value).matches(pattern)) {
            throw new Refusal(
                    422, "422", "[{'loc': ('body', '" + name + "'), 'msg': 'does not match " + pattern + "'}]");
        }
    }

    /** References are JSON in a part; it knows no files of its own. */
    private static void reference(Map<String, Object> wish) {
        for (String name : Set.of("image_reference", "video_reference", "audio_reference")) {
            Object value = wish.get(name);
            if (value == null) {
                continue;
            }
            Map<String, Object> json = Asked.parsed(String.valueOf(value)).orElse(Map.of());
            if (json.containsKey("file_id")) {
                throw new Refusal(400, "400", "file_id is not supported yet");
            } else if (!(json.get(name.replace("reference", "url")) instanceof String)) {
                throw new Refusal(422, "422", name + " is no JSON object with " + name.replace("reference", "url"));
            }
        }
        if (wish.get("input_reference") instanceof Part part
                && References.kind(part.bytes()).isEmpty()) {
            throw new Refusal(400, "400", "cannot identify image file");
        }
    }

    @Override
    Order order(Map<String, Object> wish) {
        int seconds = Integer.parseInt(String.valueOf(wish.getOrDefault("seconds", "4")));
        Object frames = wish.get("num_frames");
        int rate = Integer.parseInt(String.valueOf(wish.getOrDefault("fps", "24")));
        int length = frames == null ? seconds : Math.max(1, Integer.parseInt(String.valueOf(frames)) / rate);
        String size = wish.containsKey("width") && wish.containsKey("height")
                ? wish.get("width") + "x" + wish.get("height")
                : String.valueOf(wish.getOrDefault("size", "832x480"));
        boolean sound = String.valueOf(wish.get("generate_sound")).equals("true");
        return new Order(MODEL, length, size, sound, 0, wish);
    }

    @Override
    String id(Order order) {
        return "video_gen_" + Desk.hex();
    }

    @Override
    Answer sync(Job job) {
        job.finish();
        if (job.state() != Job.State.DONE) {
            throw new Refusal(500, "500", why(job));
        }
        return Answer.bytes("video/mp4", job.clip())
                .with("x-request-id", job.id)
                .with("x-model", MODEL)
                .with("x-inference-time-s", "1.250")
                .with("x-peak-memory-mb", "30210.5");
    }

    @Override
    Map<String, Object> video(Job job, String url) {
        Map<String, Object> video = super.video(job, url);
        boolean done = job.state() == Job.State.DONE;
        video.put("quality", "default");
        video.put("media_type", "video/mp4");
        video.put("file_name", done ? job.id + ".mp4" : null);
        video.put("inference_time_s", done ? 1.25 : null);
        video.put("stage_durations", Map.of());
        video.put("peak_memory_mb", done ? 30210.5 : 0.0);
        return video;
    }

    @Override
    Object failure(Job job) {
        return Answer.map("code", job.state() == Job.State.FILTERED ? 400 : 500, "message", why(job));
    }

    @Override
    Answer content(Job job, String variant, String url) {
        if (job.state() != Job.State.DONE) {
            throw new Refusal(404, "404", "Generation is still in-progress");
        }
        return Answer.bytes("video/mp4", job.clip());
    }

    @Override
    Answer error(int status, String code, String message) {
        return Answer.json(
                status,
                Answer.map(
                        "error",
                        Answer.map("message", message, "type", "BadRequestError", "param", null, "code", status)));
    }
}
