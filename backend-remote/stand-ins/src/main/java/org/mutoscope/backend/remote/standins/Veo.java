package org.mutoscope.backend.remote.standins;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's Veo by the Gemini API: long-running operations, "done" that may mean "filtered", downloads that want the key, no cancel. */
final class Veo implements Service {
    private static final Pattern SUBMIT =
            Pattern.compile("/v1beta/models/(veo-3\\.1(?:-fast|-lite)?-generate-[a-z0-9-]+):predictLongRunning");
    private static final Pattern OPERATION = Pattern.compile("/v1beta/(models/[^/]+/operations/([a-z0-9]+))");
    private static final Pattern FILE = Pattern.compile("/v1beta/files/([a-z0-9]+):download");
    private static final Set<String> INSTANCE = Set.of("prompt", "image", "lastFrame", "video", "referenceImages");
    private static final Set<String> PARAMETERS = Set.of(
            "aspectRatio",
            "durationSeconds",
            "resolution",
            "personGeneration",
            "negativePrompt",
            "sampleCount",
            "enhancePrompt",
            "resizeMode");
    private static final long CENT = 10_000;

    @Override
    public String name() {
        return "gemini-veo";
    }

    @Override
    public String route(Asked asked) {
        if (FILE.matcher(asked.path()).matches()) {
            return "content";
        } else if (asked.method().equals("POST")) {
            return "submit";
        }
        return asked.method().equals("GET") && OPERATION.matcher(asked.path()).matches() ? "status" : "other";
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        String key =
                asked.headers().getOrDefault("x-goog-api-key", asked.query().getOrDefault("key", ""));
        if (key.isEmpty()) {
            throw new Refusal(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.");
        } else if (!key.equals(StandIn.KEY)) {
            throw invalid("API key not valid. Please pass a valid API key.");
        }
        return switch (route(asked)) {
            case "submit" -> submit(asked, desk);
            case "status" -> status(asked, desk);
            case "content" -> content(asked, desk);
            default -> throw new Refusal(404, "NOT_FOUND", "Requested entity was not found.");
        };
    }

    private static Refusal invalid(String message) {
        return new Refusal(400, "INVALID_ARGUMENT", message);
    }

    private static Answer submit(Asked asked, Desk desk) {
        Matcher path = SUBMIT.matcher(asked.path());
        if (!path.matches()) {
            throw new Refusal(404, "NOT_FOUND", asked.path() + " is not found for API version v1beta.");
        }
        Map<String, Object> body = asked.json().orElseThrow(() -> invalid("Invalid JSON payload received."));
        known(body, Set.of("instances", "parameters"), "");
        List<?> instances = Asked.list(body.get("instances"));
        Map<String, Object> instance = instances.size() == 1 ? Asked.object(instances.get(0)) : null;
        if (instance == null) {
            throw invalid("One instance is wanted.");
        }
        known(instance, INSTANCE, "instances[0].");
        Map<String, Object> parameters =
                body.get("parameters") == null ? Map.of() : Asked.object(body.get("parameters"));
        known(parameters, PARAMETERS, "parameters.");
        Order order = order(path.group(1), instance, parameters);
        Job job = desk.begin(Desk.hex().substring(0, 12), order);
        return Answer.json(Answer.map("name", "models/" + path.group(1) + "/operations/" + job.id));
    }

    private static void known(Map<String, Object> object, Set<String> names, String where) {
        for (String name : object == null ? Set.<String>of("parameters") : object.keySet()) {
            if (!names.contains(name)) {
                throw invalid(
                        "Invalid JSON payload received. Unknown name \"" + where + name + "\": Cannot find field.");
            }
        }
    }

    private static Order order(String model, Map<String, Object> instance, Map<String, Object> parameters) {
        String prompt = instance.get("prompt") instanceof String text ? text : "";
        Map<String, Object> image = Asked.object(instance.get("image"));
        if (prompt.isEmpty() && image == null) {
            throw invalid("A prompt or an image is wanted.");
        } else if (image != null
                && !(image.get("bytesBase64Encoded") instanceof String && image.get("mimeType") instanceof String)) {
            throw invalid("`image` has bytesBase64Encoded and mimeType.");
        }
        String ratio = String.valueOf(parameters.getOrDefault("aspectRatio", "16:9"));
        String resolution = String.valueOf(parameters.getOrDefault("resolution", "720p"));
        Object seconds = parameters.getOrDefault("durationSeconds", 8);
        boolean lite = model.contains("-lite-");
        if (!Set.of("16:9", "9:16").contains(ratio)) {
            throw invalid("`aspectRatio` is 16:9 or 9:16.");
        } else if (!(seconds instanceof Integer) || !Set.of(4, 6, 8).contains(seconds)) {
            throw invalid(
                    "The number value for `durationSeconds` is out of bound. Please provide a value of 4, 6 or 8.");
        } else if (!Set.of("720p", "1080p", "4k").contains(resolution) || lite && resolution.equals("4k")) {
            throw invalid("`resolution` " + resolution + " is not supported by this model.");
        } else if (!resolution.equals("720p") && !seconds.equals(8)) {
            throw invalid("Resolutions above 720p want a duration of 8 seconds.");
        } else if (lite && instance.get("video") != null) {
            throw invalid("This model does not extend videos.");
        }
        long price = (Integer) seconds * cents(model, resolution) * CENT;
        return new Order(model, (Integer) seconds, ratio, true, price, instance);
    }

    private static long cents(String model, String resolution) {
        boolean four = resolution.equals("4k");
        if (model.contains("-lite-")) {
            return resolution.equals("1080p") ? 8 : 5;
        } else if (model.contains("-fast-")) {
            return four ? 30 : resolution.equals("1080p") ? 12 : 10;
        }
        return four ? 60 : 40;
    }

    private static Answer status(Asked asked, Desk desk) {
        Matcher path = OPERATION.matcher(asked.path());
        path.matches();
        Job job = desk.job(path.group(2))
                .orElseThrow(() -> new Refusal(404, "NOT_FOUND", "Requested entity was not found."));
        job.step();
        Map<String, Object> operation = Answer.map("name", path.group(1));
        if (job.ended()) {
            operation.put("done", true);
            if (job.state() == Job.State.FAILED || job.state() == Job.State.CANCELLED) {
                operation.put(
                        "error",
                        Answer.map("code", 13, "message", "Video generation failed due to an internal server issue."));
            } else {
                operation.put("response", response(job, desk));
            }
        }
        return Answer.json(operation);
    }

    private static Map<String, Object> response(Job job, Desk desk) {
        Map<String, Object> made = job.state() == Job.State.FILTERED
                ? Answer.map(
                        "raiMediaFilteredCount",
                        1,
                        "raiMediaFilteredReasons",
                        List.of(
                                "Sorry, we can't create videos with this content. You have not been charged for this attempt."))
                : Answer.map(
                        "generatedSamples",
                        List.of(Answer.map(
                                "video",
                                Answer.map("uri", desk.url + "/v1beta/files/" + job.id + ":download?alt=media"))));
        return Answer.map(
                "@type",
                "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse",
                "generateVideoResponse",
                made);
    }

    private static Answer content(Asked asked, Desk desk) {
        Matcher path = FILE.matcher(asked.path());
        path.matches();
        Job job = desk.job(path.group(1))
                .filter(j -> j.state() == Job.State.DONE)
                .orElseThrow(() -> new Refusal(404, "NOT_FOUND", "File does not exist."));
        return Answer.bytes("video/mp4", job.clip());
    }

    @Override
    public Answer error(int status, String code, String message) {
        String word = status == 429
                ? "RESOURCE_EXHAUSTED"
                : status == 401 ? "UNAUTHENTICATED" : status >= 500 ? "INTERNAL" : code;
        return Answer.json(status, Answer.map("error", Answer.map("code", status, "message", message, "status", word)));
    }
}
