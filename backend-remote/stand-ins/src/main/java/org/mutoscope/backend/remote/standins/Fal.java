package org.mutoscope.backend.remote.standins;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * fal's queue. Odd and true: below {@code /requests/} only the first two segments of an endpoint are kept; a status is 202 until it is
 * COMPLETED; and COMPLETED says nothing about success, that stands in the result's HTTP status. Wrong input is found only by the runner.
 */
final class Fal implements Service {
    private static final Pattern REQUEST = Pattern.compile("/([^/]+/[^/]+)/requests/([^/]+)(/status|/cancel)?");

    @Override
    public String name() {
        return "fal";
    }

    @Override
    public String route(Asked asked) {
        Matcher request = REQUEST.matcher(asked.path());
        if (asked.path().startsWith("/files/")) {
            return "content";
        } else if (asked.method().equals("POST")) {
            return "submit";
        } else if (!request.matches()) {
            return "other";
        } else if (request.group(3) == null) {
            return "result";
        }
        return request.group(3).substring(1);
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        String route = route(asked);
        if (route.equals("content")) {
            Job job = desk.job(asked.path().replaceFirst("/files/(.*)_output\\.mp4", "$1"))
                    .orElseThrow(() -> new Refusal(404, "", "Not found"));
            return Answer.bytes("video/mp4", job.clip());
        } else if (!asked.header("authorization").equals("Key " + StandIn.KEY)) {
            throw new Refusal(
                    401, "", "Cannot access application. Authentication is required to access this application.");
        } else if (route.equals("submit")) {
            return submit(asked, desk);
        } else if (route.equals("other")) {
            throw new Refusal(405, "", "Method Not Allowed");
        }
        Matcher request = REQUEST.matcher(asked.path());
        request.matches();
        Job job = desk.job(request.group(2))
                .filter(j -> FalModel.family(j.order.model()).equals(request.group(1)))
                .orElseThrow(() -> new Refusal(404, "", "Request not found"));
        boolean put = asked.method().equals("PUT");
        if (put != route.equals("cancel")) {
            throw new Refusal(405, "", "Method Not Allowed");
        }
        return switch (route) {
            case "status" -> status(job, asked, desk);
            case "cancel" -> job.cancel()
                    ? Answer.json(202, Answer.map("status", "CANCELLATION_REQUESTED"))
                    : Answer.json(400, Answer.map("status", "ALREADY_COMPLETED"));
            default -> result(job, desk);
        };
    }

    private static Answer submit(Asked asked, Desk desk) {
        String endpoint = asked.path().substring(1);
        FalModel model =
                FalModel.of(endpoint).orElseThrow(() -> new Refusal(404, "", "Path /" + endpoint + " not found"));
        Map<String, Object> input = asked.json().orElseThrow(() -> new Refusal(422, "body", "JSON decode error"));
        if (!Set.of("", "normal", "low").contains(asked.header("x-fal-queue-priority"))) {
            throw new Refusal(400, "", "x-fal-queue-priority is normal or low");
        }
        Job job = desk.begin(UUID.randomUUID().toString(), model.order(input));
        return Answer.json(
                addresses(job, desk, Answer.map("status", "IN_QUEUE", "request_id", job.id, "queue_position", 0)));
    }

    private static Map<String, Object> addresses(Job job, Desk desk, Map<String, Object> json) {
        String request = desk.url + "/" + FalModel.family(job.order.model()) + "/requests/" + job.id;
        json.put("response_url", request);
        json.put("status_url", request + "/status");
        json.put("cancel_url", request + "/cancel");
        return json;
    }

    private static Answer status(Job job, Asked asked, Desk desk) {
        job.step();
        Map<String, Object> json = Answer.map("status", "COMPLETED", "request_id", job.id);
        if (!job.ended()) {
            boolean waits = job.state() != Job.State.RUNNING;
            json.put("status", waits ? "IN_QUEUE" : job.has(Fault.ODD_STATUS) ? "WARMING_UP" : "IN_PROGRESS");
            json.put("queue_position", waits ? 1 : null);
        } else {
            json.put("metrics", Answer.map("inference_time", 12.5));
        }
        boolean logs = asked.query().getOrDefault("logs", "0").equals("1");
        json.put(
                "logs",
                logs
                        ? List.of(Answer.map(
                                "message", job.percent() + "%", "level", "INFO", "timestamp", job.created.toString()))
                        : null);
        return Answer.json(job.ended() ? 200 : 202, addresses(job, desk, json));
    }

    private static Answer result(Job job, Desk desk) {
        if (!job.ended()) {
            throw new Refusal(400, "", "Request is still in progress");
        }
        String wrong = String.valueOf(job.order.wish().getOrDefault(FalModel.WRONG, ""));
        if (!wrong.isEmpty()) {
            throw new Refusal(422, wrong, "Input should be valid: " + wrong);
        }
        return switch (job.state()) {
            case CANCELLED -> throw new Refusal(499, "", "The client cancelled the request");
            case FILTERED -> throw new Refusal(
                    422,
                    "prompt#content_policy_violation",
                    "The content could not be processed because it was flagged by a content checker.");
            case FAILED -> throw new Refusal(500, "", "Internal Server Error");
            default -> Answer.json(FalModel.output(job, desk.url + "/files/" + job.id + "_output.mp4"));
        };
    }

    @Override
    public Answer error(int status, String code, String message) {
        if (status != 422) {
            return Answer.json(status, Answer.map("detail", message));
        }
        String[] place = code.split("#");
        String type = place.length > 1 ? place[1] : "value_error";
        List<String> loc = place[0].equals("body") ? List.of("body") : List.of("body", place[0]);
        return Answer.json(422, Answer.map("detail", List.of(Answer.map("loc", loc, "msg", message, "type", type))));
    }
}
