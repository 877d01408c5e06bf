package org.mutoscope.backend.remote.standins;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** TensorRT-LLM VisualGen: 202, {@code duration} and {@code fps}, an error that is a string, content not ready 400. */
final class TrtLlm extends Dialect {
    private static final Set<String> NUMBERS =
            Set.of("seconds", "fps", "n", "num_inference_steps", "guidance_scale", "guidance_rescale", "seed");

    @Override
    String name() {
        return "trtllm";
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
    void check(Map<String, Object> wish, Desk desk) {
        if (!(wish.get("prompt") instanceof String)) {
            throw new Refusal(400, "BadRequestError", "'prompt' is required");
        }
        for (String field : NUMBERS) {
            Object value = wish.getOrDefault(field, 1);
            if (!String.valueOf(value).matches("-?\\d+(\\.\\d+)?")) {
                throw new Refusal(400, "BadRequestError", "could not convert string to float: '" + value + "'");
            }
        }
        String format = String.valueOf(wish.getOrDefault("output_format", "auto"));
        if (!Set.of("mp4", "avi", "auto").contains(format)) {
            throw new Refusal(400, "BadRequestError", "output_format is mp4, avi or auto");
        }
    }

    @Override
    Order order(Map<String, Object> wish) {
        String seconds = String.valueOf(wish.getOrDefault("seconds", "4.0"));
        String size = String.valueOf(wish.getOrDefault("size", "1280x720"));
        String model = String.valueOf(wish.getOrDefault("model", "Wan2.2"));
        return new Order(model, Integer.parseInt(seconds.replaceFirst("\\..*", "")), size, false, 0, wish);
    }

    @Override
    String id(Order order) {
        return "video_" + Desk.hex();
    }

    @Override
    Answer accepted(Job job, Desk desk) {
        return Answer.json(202, video(job, desk.url));
    }

    @Override
    Answer sync(Job job) {
        job.finish();
        if (job.state() != Job.State.DONE) {
            throw new Refusal(500, "InternalServerError", "Video generation failed");
        }
        return Answer.bytes("video/mp4", job.clip());
    }

    @Override
    Map<String, Object> video(Job job, String url) {
        Map<String, Object> video = super.video(job, url);
        boolean done = job.state() == Job.State.DONE;
        video.remove("seconds");
        video.remove("remixed_from_video_id");
        video.put("progress", null);
        video.put("expires_at", null);
        video.put("duration", (double) job.order.seconds());
        video.put("fps", Integer.parseInt(String.valueOf(job.order.wish().getOrDefault("fps", "24"))));
        video.put("output_path", done ? "/tmp/visual_gen/" + job.id + "_0.mp4" : null);
        video.put("output_paths", done ? List.of("/tmp/visual_gen/" + job.id + "_0.mp4") : null);
        return video;
    }

    @Override
    Object failure(Job job) {
        return why(job);
    }

    @Override
    Map<String, Object> listed(List<Map<String, Object>> page, boolean more) {
        return Answer.map("data", page, "object", "list");
    }

    @Override
    Answer delete(Job job, String url) {
        super.delete(job, url);
        return Answer.json(Answer.map("deleted", true));
    }

    @Override
    Answer content(Job job, String variant, String url) {
        if (job.state() != Job.State.DONE) {
            throw new Refusal(
                    400, "BadRequestError", "Video " + job.id + " is not ready (status: " + status(job) + ")");
        }
        return Answer.bytes("video/mp4", job.clip());
    }

    @Override
    Answer error(int status, String code, String message) {
        String type = status == 404 ? "NotFoundError" : status >= 500 ? "InternalServerError" : "BadRequestError";
        return Answer.json(
                status, Answer.map("object", "error", "message", message, "type", type, "param", null, "code", status));
    }
}
