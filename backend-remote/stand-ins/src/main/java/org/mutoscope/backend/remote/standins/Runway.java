package org.mutoscope.backend.remote.standins;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Runway: a pinned version, credits that are estimated and then reported, THROTTLED, tasks that are gone once they were deleted. */
final class Runway implements Service {
    private static final String VERSION = "2024-11-06";
    private static final long CREDIT = 10_000; // millionths of a dollar
    private static final Set<String> WIDE_AND_TALL = Set.of("1280:720", "720:1280");
    private static final Set<String> SHAPES =
            Set.of("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672");
    private static final Set<String> FULL = Set.of("1280:720", "720:1280", "1920:1080", "1080:1920");

    /** @param seconds a pattern @param silent credits a second @param loud the same with sound */
    private record Offer(Set<String> ratios, String seconds, int silent, int loud) {}

    private static final Map<String, Offer> TEXT = Map.of(
            "gen4.5", new Offer(WIDE_AND_TALL, "[2-9]|10", 12, 12),
            "veo3.1", new Offer(FULL, "[468]", 20, 40),
            "veo3.1_fast", new Offer(FULL, "[468]", 10, 15));
    private static final Map<String, Offer> IMAGE = Map.of(
            "gen4.5", new Offer(SHAPES, "[2-9]|10", 12, 12),
            "gen4_turbo", new Offer(SHAPES, "[2-9]|10", 5, 5),
            "veo3.1", new Offer(FULL, "[468]", 20, 40),
            "veo3.1_fast", new Offer(FULL, "[468]", 10, 15));
    private static final Map<String, Offer> VIDEO = Map.of("aleph2", new Offer(SHAPES, "5", 15, 15));

    @Override
    public String name() {
        return "runway";
    }

    @Override
    public String route(Asked asked) {
        return switch (asked.path()) {
            case "/v1/text_to_video", "/v1/image_to_video", "/v1/video_to_video" -> "submit";
            case "/v1/uploads", "/upload" -> "upload";
            case "/v1/organization" -> "balance";
            default -> asked.path().startsWith("/outputs/")
                    ? "content"
                    : !asked.path().startsWith("/v1/tasks/")
                            ? "other"
                            : asked.method().equals("DELETE") ? "cancel" : "status";
        };
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        String route = route(asked);
        if (route.equals("content")) {
            return content(asked, desk);
        } else if (asked.path().equals("/upload")) {
            return Uploads.store(asked, desk);
        } else if (!asked.header("authorization").equals("Bearer " + StandIn.KEY)) {
            throw new Refusal(401, "", "The API key is invalid.");
        } else if (!asked.header("x-runway-version").equals(VERSION)) {
            throw new Refusal(400, "", "The X-Runway-Version header is missing or names no version of this API.");
        }
        return switch (route) {
            case "submit" -> submit(asked, desk);
            case "upload" -> upload(asked, desk);
            case "balance" -> balance(desk);
            case "status" -> status(asked, desk);
            case "cancel" -> cancel(asked, desk);
            default -> throw new Refusal(404, "", "Not found");
        };
    }

    private Answer submit(Asked asked, Desk desk) {
        if (!asked.method().equals("POST")) {
            throw new Refusal(405, "", "Method not allowed");
        }
        Map<String, Object> wish = asked.json().orElseThrow(() -> new Refusal(400, "", "The body is no JSON object."));
        String path = asked.path();
        Map<String, Offer> models = path.startsWith("/v1/text") ? TEXT : path.startsWith("/v1/image") ? IMAGE : VIDEO;
        Offer offer = models.get(String.valueOf(wish.get("model")));
        if (offer == null) {
            throw issue("model", "Invalid enum value. Expected one of " + models.keySet());
        }
        fields(wish, models);
        one(wish, "ratio", offer.ratios());
        boolean video = models == VIDEO;
        if (!((video ? Integer.valueOf(5) : wish.get("duration")) instanceof Integer seconds)
                || !seconds.toString().matches(offer.seconds())) {
            throw issue("duration", "Expected " + offer.seconds());
        }
        boolean sound = Boolean.TRUE.equals(wish.getOrDefault("audio", offer.loud() > offer.silent()));
        long credits = (long) seconds * (sound ? offer.loud() : offer.silent());
        Order order = new Order(
                String.valueOf(wish.get("model")),
                seconds,
                String.valueOf(wish.get("ratio")),
                sound && offer.loud() > offer.silent(),
                credits * CREDIT,
                wish);
        Job job = desk.begin(UUID.randomUUID().toString(), order);
        return Answer.json(Answer.map("id", job.id, "estimatedCost", Answer.map("credits", credits)));
    }

    private static void fields(Map<String, Object> wish, Map<String, Offer> models) {
        Set<String> known = new TreeSet<>(Set.of("model", "promptText", "ratio", "seed", "contentModeration"));
        known.addAll(models == VIDEO ? Set.of("videoUri", "references") : Set.of("duration", "audio"));
        known.addAll(models == IMAGE ? Set.of("promptImage") : Set.of());
        for (String field : wish.keySet()) {
            if (!known.contains(field)) {
                throw issue(field, "Unrecognized key");
            }
        }
        if (models != IMAGE || wish.containsKey("promptText")) {
            String text = wish.get("promptText") instanceof String s ? s : "";
            if (text.isEmpty() || text.length() > 1000) {
                throw issue("promptText", "A string of 1 to 1000 characters");
            }
        }
        Object seed = wish.getOrDefault("seed", 0);
        if (!(seed instanceof Number number) || number.longValue() < 0 || number.longValue() > 4_294_967_295L) {
            throw issue("seed", "An integer from 0 to 4294967295");
        }
        if (models == IMAGE) {
            pictures(wish.get("promptImage"));
        } else if (models == VIDEO) {
            address("videoUri", wish.get("videoUri"), 32 << 20);
        }
    }

    private static void pictures(Object image) {
        if (!(image instanceof List<?> list)) {
            address("promptImage", image, 5 << 20);
            return;
        }
        for (Object item : list) {
            Map<String, Object> picture = Asked.object(item);
            if (picture == null || !Set.of("first", "last").contains(picture.get("position"))) {
                throw issue("promptImage", "Each picture has a uri and the position first or last");
            }
            address("promptImage", picture.get("uri"), 5 << 20);
        }
        if (list.isEmpty()) {
            throw issue("promptImage", "At least one picture");
        }
    }

    private static void address(String field, Object uri, int largest) {
        String text = uri instanceof String s ? s : "";
        if (text.startsWith("data:")) {
            int comma = text.indexOf(',');
            boolean good = text.length() <= largest
                    && comma > 0
                    && text.substring(0, comma).matches("data:(image|video)/\\S+;base64");
            if (!good || References.kind(first(text.substring(comma + 1))).isEmpty() && field.equals("promptImage")) {
                throw issue(field, "A data URI of at most 5 MB with a picture");
            }
        } else if (!text.startsWith("https://") && !text.startsWith("runway://")) {
            throw issue(field, "An https, data or runway URI");
        }
    }

    private static byte[] first(String base64) {
        try {
            return Base64.getDecoder().decode(base64.substring(0, Math.min(64, base64.length() / 4 * 4)));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static void one(Map<String, Object> wish, String field, Set<String> values) {
        if (!values.contains(String.valueOf(wish.get(field)))) {
            throw issue(field, "Invalid enum value. Expected one of " + values);
        }
    }

    private static Refusal issue(String field, String message) {
        return new Refusal(400, field, message);
    }

    private static Answer upload(Asked asked, Desk desk) {
        Map<String, Object> wish = asked.json().orElse(Map.of());
        if (!(wish.get("filename") instanceof String) || !"ephemeral".equals(wish.get("type"))) {
            throw issue("filename", "A file name, and the type ephemeral");
        }
        return Answer.json(Uploads.expect(desk));
    }

    private static Answer balance(Desk desk) {
        long spent = desk.all().stream().mapToLong(Job::charged).sum() / CREDIT;
        return Answer.json(Answer.map("creditBalance", 1_000_000 - spent, "tier", Map.of(), "usage", Map.of()));
    }

    private static Answer status(Asked asked, Desk desk) {
        Job job = job(asked, desk);
        job.step();
        if (job.state() == Job.State.FILTERED || job.code("").startsWith("SAFETY.INPUT")) {
            job.charge(job.cost()); // not refunded
        }
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("id", job.id);
        task.put("status", word(job));
        task.put("createdAt", job.created.toString());
        if (job.state() == Job.State.RUNNING) {
            task.put("progress", job.percent() / 100.0);
        } else if (job.state() == Job.State.DONE) {
            task.put("output", List.of(desk.url + "/outputs/" + job.id + ".mp4?_jwt=eyJpc3Mi.paper"));
        } else if (job.ended() && job.state() != Job.State.CANCELLED) {
            boolean filtered = job.state() == Job.State.FILTERED;
            task.put(
                    "failure",
                    filtered
                            ? "The prompt was flagged by our content moderation system."
                            : "An internal error occurred.");
            task.put("failureCode", job.code(filtered ? "SAFETY.INPUT.TEXT" : "INTERNAL.BAD_OUTPUT.CODE01"));
        }
        if (job.ended()) {
            task.put("cost", Answer.map("credits", job.charged() / CREDIT));
        }
        return Answer.json(task);
    }

    private static String word(Job job) {
        return switch (job.state()) {
            case QUEUED -> "PENDING";
            case THROTTLED -> "THROTTLED";
            case RUNNING -> job.has(Fault.ODD_STATUS) ? "DREAMING" : "RUNNING";
            case DONE -> "SUCCEEDED";
            case CANCELLED -> "CANCELLED";
            default -> "FAILED";
        };
    }

    private static Answer cancel(Asked asked, Desk desk) {
        Job job = job(asked, desk);
        job.cancel();
        job.forget();
        return Answer.empty(204);
    }

    private static Job job(Asked asked, Desk desk) {
        return desk.job(asked.path().substring("/v1/tasks/".length()))
                .orElseThrow(() -> new Refusal(404, "", "Could not find a task with that ID"));
    }

    private static Answer content(Asked asked, Desk desk) {
        Job job = desk.job(asked.path().replaceFirst("/outputs/(.*)\\.mp4", "$1"))
                .filter(j -> j.state() == Job.State.DONE && asked.query().containsKey("_jwt"))
                .orElseThrow(() -> new Refusal(403, "", "This address is not signed."));
        return Answer.bytes("video/mp4", job.clip());
    }

    @Override
    public Answer error(int status, String code, String message) {
        Map<String, Object> body = Answer.map("error", message);
        if (status == 400 && !code.isEmpty()) {
            body = Answer.map(
                    "error", "Validation of body failed",
                    "issues", List.of(Answer.map("code", "invalid_value", "path", List.of(code), "message", message)),
                    "docUrl", "https://docs.dev.runwayml.com/api");
        }
        return new Answer(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                Answer.text(body).getBytes(StandardCharsets.UTF_8));
    }
}
