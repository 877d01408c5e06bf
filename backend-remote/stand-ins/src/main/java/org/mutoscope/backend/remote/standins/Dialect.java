package org.mutoscope.backend.remote.standins;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code /v1/videos} as OpenAI spoke it until it went away; the other servers are told by what they do differently. */
class Dialect {
    private static final Set<String> ALL = Set.of(
            "submit",
            "status",
            "content",
            "cancel",
            "list",
            "models",
            "remix",
            "edits",
            "extensions",
            "characters",
            "character");
    private static final Set<String> FIELDS =
            Set.of("prompt", "model", "seconds", "size", "input_reference", "characters", "video", "name");
    private static final Pattern NESTED =
            Pattern.compile("(input_reference\\[(image_url|file_id)]|video\\[id]|characters\\[\\d*]\\[id])");
    private static final Set<String> SMALL = Set.of("720x1280", "1280x720");
    private static final Set<String> LARGE = Set.of("1024x1792", "1792x1024", "1080x1920", "1920x1080");
    private static final long CENT = 10_000;

    String name() {
        return "openai";
    }

    boolean wantsKey() {
        return true;
    }

    boolean servesWithoutVersion() {
        return false;
    }

    Set<String> routes() {
        return ALL;
    }

    List<Map<String, Object>> models() {
        List<Map<String, Object>> models = new ArrayList<>();
        for (String id : List.of("sora-2", "sora-2-pro")) {
            models.add(Answer.map("id", id, "object", "model", "created", 1_759_708_800, "owned_by", "openai"));
        }
        return models;
    }

    /** The fields of a request: text, a {@link Part} that is a file, or what JSON has. */
    Map<String, Object> wish(Asked asked) {
        Map<String, Object> wish = new LinkedHashMap<>();
        if (asked.multipart()) {
            asked.parts().forEach(part -> wish.put(part.name(), part.isFile() ? part : part.text()));
        } else if (asked.is("application/json")) {
            wish.putAll(asked.json()
                    .orElseThrow(() -> bad("invalid_json", "We could not parse the JSON body of your request.")));
        } else {
            throw bad("unsupported_content_type", "Send multipart/form-data or application/json.");
        }
        return wish;
    }

    /** Refuses what the real service refuses. */
    void check(Map<String, Object> wish, Desk desk) {
        for (String field : wish.keySet()) {
            if (!FIELDS.contains(field) && !NESTED.matcher(field).matches()) {
                throw bad("unknown_parameter", "Unknown parameter: '" + field + "'.");
            }
        }
        prompt(wish);
        String model = text(wish, "model", "sora-2");
        if (!model.matches("sora-2(-pro)?(-20[0-9]{2}-[0-9]{2}-[0-9]{2})?")) {
            throw bad("invalid_value", "Invalid value for 'model': " + model);
        } else if (!Set.of("4", "8", "12", "16", "20").contains(text(wish, "seconds", "4"))) {
            throw bad(
                    "invalid_value",
                    "Invalid value for 'seconds': supported values are '4', '8', '12', '16' and '20'.");
        }
        String size = text(wish, "size", "720x1280");
        if (!SMALL.contains(size) && !(model.startsWith("sora-2-pro") && LARGE.contains(size))) {
            throw bad("invalid_value", "Invalid value for 'size': " + size + " for " + model);
        }
        References.check(wish, size);
        new Characters(this).used(wish, desk);
    }

    void prompt(Map<String, Object> wish) {
        String prompt = text(wish, "prompt", "");
        if (prompt.isEmpty() || prompt.length() > 32_000) {
            throw bad("invalid_value", "'prompt' must be a string of 1 to 32000 characters.");
        }
    }

    static String text(Map<String, Object> wish, String name, String usual) {
        Object value = wish.getOrDefault(name, usual);
        if (value instanceof String text) {
            return text;
        }
        throw bad("invalid_type", "Invalid type for '" + name + "': expected a string.");
    }

    static Refusal bad(String code, String message) {
        return new Refusal(400, code, message);
    }

    Refusal unknown(String id) {
        return new Refusal(404, "video_not_found", "Video with id '" + id + "' not found.");
    }

    Order order(Map<String, Object> wish) {
        String model = text(wish, "model", "sora-2");
        String size = text(wish, "size", "720x1280");
        int seconds = Integer.parseInt(text(wish, "seconds", "4"));
        return new Order(model, seconds, size, true, seconds * perSecond(model, size), wish);
    }

    static long perSecond(String model, String size) {
        if (!model.startsWith("sora-2-pro")) {
            return 10 * CENT;
        }
        return (SMALL.contains(size) ? 30 : size.contains("1080") ? 70 : 50) * CENT;
    }

    /** A new id. It looks odd on purpose: real ones do too, and clients must take them as they are. */
    String id(Order order) {
        return "video_" + Desk.hex() + "-_~";
    }

    Answer accepted(Job job, Desk desk) {
        return Answer.json(video(job, desk.url));
    }

    Answer sync(Job job) {
        throw new IllegalStateException(name() + " has no such route");
    }

    Map<String, Object> video(Job job, String url) {
        boolean over = job.ended();
        long created = job.created.getEpochSecond();
        return Answer.map(
                "id", job.id,
                "object", "video",
                "model", job.order.model(),
                "status", status(job),
                "progress", job.percent(),
                "created_at", created,
                "completed_at", over ? created + 1 : null,
                "expires_at", over ? created + 3600 : null,
                "prompt", job.order.wish().get("prompt"),
                "size", job.order.size(),
                "seconds", Integer.toString(job.order.seconds()),
                "remixed_from_video_id", job.order.wish().get(Derived.FROM),
                "error", over && job.state() != Job.State.DONE ? failure(job) : null);
    }

    String status(Job job) {
        return switch (job.state()) {
            case QUEUED, THROTTLED -> job.has(Fault.ODD_STATUS) ? "not_start" : "queued";
            case RUNNING -> job.has(Fault.ODD_STATUS) ? "Processing" : "in_progress";
            case DONE -> "completed";
            default -> "failed";
        };
    }

    Object failure(Job job) {
        boolean filtered = job.state() == Job.State.FILTERED;
        return Answer.map(
                "code", filtered ? "moderation_blocked" : job.code("video_generation_failed"), "message", why(job));
    }

    static String why(Job job) {
        return job.state() == Job.State.FILTERED
                ? "Your request was blocked by our moderation system."
                : "The video could not be generated.";
    }

    Answer list(Desk desk, Asked asked) {
        List<Map<String, Object>> page = new ArrayList<>();
        List<Job> jobs = new ArrayList<>(desk.jobs());
        if (!asked.query().getOrDefault("order", "desc").equals("asc")) {
            Collections.reverse(jobs);
        }
        String after = asked.query().getOrDefault("after", "");
        int limit = Integer.parseInt(asked.query().getOrDefault("limit", "20"));
        boolean begun = after.isEmpty();
        int left = 0;
        for (Job job : jobs) {
            if (begun && page.size() < limit) {
                page.add(video(job, desk.url));
            } else if (begun) {
                left++;
            }
            begun |= job.id.equals(after);
        }
        return Answer.json(listed(page, left > 0));
    }

    Map<String, Object> listed(List<Map<String, Object>> page, boolean more) {
        return Answer.map(
                "object",
                "list",
                "data",
                page,
                "first_id",
                page.isEmpty() ? null : page.get(0).get("id"),
                "last_id",
                page.isEmpty() ? null : page.get(page.size() - 1).get("id"),
                "has_more",
                more);
    }

    Answer delete(Job job, String url) {
        job.cancel();
        job.forget();
        return Answer.json(Answer.map("id", job.id, "object", "video.deleted", "deleted", true));
    }

    Answer content(Job job, String variant, String url) {
        if (job.state() != Job.State.DONE) {
            throw new Refusal(
                    404, "video_not_ready", "Video is not ready yet, use GET /v1/videos/{video_id} to check status.");
        }
        return switch (variant) {
            case "video" -> Answer.bytes("video/mp4", job.clip());
            case "thumbnail" -> Answer.bytes("image/webp", Clips.picture("thumbnail.webp"));
            case "spritesheet" -> Answer.bytes("image/jpeg", Clips.picture("spritesheet.jpg"));
            default -> throw bad("invalid_value", "Invalid value for 'variant'.");
        };
    }

    Answer error(int status, String code, String message) {
        String type = status == 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
        Object word = status >= 500 ? null : code;
        return Answer.json(
                status, Answer.map("error", Answer.map("message", message, "type", type, "param", null, "code", word)));
    }
}
