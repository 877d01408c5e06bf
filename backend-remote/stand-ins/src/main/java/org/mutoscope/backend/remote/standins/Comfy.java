package org.mutoscope.backend.remote.standins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A ComfyUI: one prompt runs, the others wait, all in memory. It knows nobody and charges nothing. The prompt's id may be the client's, but a
 * second prompt of the same id is rendered again, as at the real one. A reading of {@code /history/ID}, or a tick of an open
 * {@code /ws}, brings the running prompt on.
 */
final class Comfy implements Service {
    @Override
    public String name() {
        return "comfyui";
    }

    private static String path(Asked asked) {
        return asked.path().startsWith("/api/") ? asked.path().substring(4) : asked.path();
    }

    @Override
    public String route(Asked asked) {
        String path = path(asked);
        boolean post = asked.method().equals("POST");
        return switch (path.split("/").length > 1 ? path.split("/")[1] : "") {
            case "prompt" -> post ? "submit" : "list";
            case "history" -> post ? "other" : path.length() > 9 ? "status" : "list";
            case "view" -> "content";
            case "upload" -> "upload";
            case "queue" -> post ? "cancel" : "list";
            case "interrupt" -> "cancel";
            case "ws" -> "events";
            case "object_info", "models", "system_stats" -> "capabilities";
            default -> "other";
        };
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        String path = path(asked);
        return switch (route(asked)) {
            case "submit" -> submit(asked, desk);
            case "status" -> history(path.substring("/history/".length()), desk);
            case "list" -> list(path, desk);
            case "content" -> view(asked, desk);
            case "upload" -> upload(asked, desk);
            case "cancel" -> cancel(path, asked, desk);
            case "events" -> WebSocket.accept(asked);
            case "capabilities" -> ComfyNodes.capabilities(path);
            default -> {
                if (asked.method().equals("POST") && (path.equals("/free") || path.equals("/history"))) {
                    yield Answer.empty(200);
                }
                throw new Refusal(404, "", "404: Not Found");
            }
        };
    }

    private static Answer submit(Asked asked, Desk desk) {
        Map<String, Object> body = asked.json().orElseThrow(() -> new Refusal(500, "", "500 Internal Server Error"));
        Map<String, Object> graph = Asked.object(body.get("prompt"));
        if (graph == null) {
            throw new Refusal(400, "no_prompt", "No prompt provided");
        }
        Object id = body.get("prompt_id") == null ? UUID.randomUUID().toString() : body.get("prompt_id");
        if (!String.valueOf(id).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new Refusal(400, "invalid_prompt_id", "prompt_id must be a valid UUID");
        }
        Map<String, Object> wrong = ComfyNodes.check(graph, desk);
        if (!wrong.isEmpty()) {
            return Answer.json(
                    400,
                    Answer.map(
                            "error",
                            problem("prompt_outputs_failed_validation", "Prompt outputs failed validation"),
                            "node_errors",
                            wrong));
        }
        Job job = desk.begin(
                String.valueOf(id), ComfyNodes.order(graph, String.valueOf(body.getOrDefault("client_id", ""))));
        return Answer.json(Answer.map("prompt_id", job.id, "number", desk.all().size(), "node_errors", Map.of()));
    }

    private static Map<String, Object> problem(String type, String message) {
        return Answer.map("type", type, "message", message, "details", "", "extra_info", Map.of());
    }

    /** The prompts that wait or run, the running one first. */
    private static List<Job> queue(Desk desk) {
        return desk.jobs().stream().filter(job -> !job.ended()).toList();
    }

    private static void tick(Desk desk) {
        queue(desk).stream().findFirst().ifPresent(Job::step);
    }

    private static Answer history(String id, Desk desk) {
        tick(desk);
        return Answer.json(desk.job(id)
                .filter(job -> job.ended() && !job.has(Fault.CANCELLED))
                .map(job -> Map.of(id, (Object) ComfyNodes.history(job)))
                .orElse(Map.of()));
    }

    private static Answer list(String path, Desk desk) {
        List<Job> queue = queue(desk);
        if (path.equals("/prompt")) {
            return Answer.json(Answer.map("exec_info", Answer.map("queue_remaining", queue.size())));
        } else if (path.equals("/history")) {
            Map<String, Object> all = Answer.map();
            desk.jobs().stream().filter(Job::ended).forEach(job -> all.put(job.id, ComfyNodes.history(job)));
            return Answer.json(all);
        }
        List<Object> waiting = new ArrayList<>();
        queue.forEach(job -> waiting.add(List.of(waiting.size(), job.id, job.order.wish(), Map.of(), List.of())));
        int running = Math.min(1, waiting.size());
        return Answer.json(Answer.map(
                "queue_running",
                waiting.subList(0, running),
                "queue_pending",
                waiting.subList(running, waiting.size())));
    }

    private static Answer view(Asked asked, Desk desk) {
        String name = asked.query().getOrDefault("filename", "");
        if (name.startsWith("/") || name.contains("..")) {
            throw new Refusal(400, "", "400: Bad Request");
        }
        Job job = desk.job(name.replaceFirst("clip_(.*)_00001_\\.mp4", "$1"))
                .filter(j -> j.state() == Job.State.DONE
                        && asked.query().getOrDefault("subfolder", "").equals("video")
                        && asked.query().getOrDefault("type", "output").equals("output"))
                .orElseThrow(() -> new Refusal(404, "", "404: Not Found"));
        return Answer.bytes("video/mp4", job.clip()).with("Content-Disposition", "filename=\"" + name + "\"");
    }

    private static Answer upload(Asked asked, Desk desk) {
        Part image = asked.parts().stream()
                .filter(part -> part.name().equals("image") && !part.file().isEmpty())
                .findFirst()
                .orElseThrow(() -> new Refusal(400, "", "400: Bad Request"));
        desk.things().put("input/" + image.file(), image.bytes().length + " bytes");
        return Answer.json(Answer.map("name", image.file(), "subfolder", "", "type", "input"));
    }

    /** Unknown ids are no error there. */
    private static Answer cancel(String path, Asked asked, Desk desk) {
        Map<String, Object> body = asked.json().orElse(Map.of());
        List<Job> queue = queue(desk);
        if (path.equals("/interrupt")) {
            queue.stream()
                    .findFirst()
                    .filter(job -> body.get("prompt_id") == null || job.id.equals(body.get("prompt_id")))
                    .ifPresent(Job::cancel);
            return Answer.empty(200);
        }
        for (Job job : queue.subList(Math.min(1, queue.size()), queue.size())) {
            if (Boolean.TRUE.equals(body.get("clear"))
                    || Asked.list(body.get("delete")).contains(job.id)) {
                job.cancel();
                job.forget(); // what never ran has no history
            }
        }
        return Answer.empty(200);
    }

    @Override
    public void upgraded(Asked asked, Line line, Desk desk) throws IOException {
        WebSocket socket = new WebSocket(line);
        ComfyEvents events = new ComfyEvents(asked.query().getOrDefault("clientId", Desk.hex()));
        socket.text(events.hello(desk.locked(() -> queue(desk).size())));
        Pause pause = new Pause();
        while (socket.open()) {
            List<String> news = desk.locked(() -> {
                tick(desk);
                return events.since(desk.all());
            });
            for (String text : news) {
                socket.text(text);
                if (text.contains("\"progress\"")) {
                    socket.binary(ComfyEvents.preview());
                }
            }
            pause.hold(20);
        }
    }

    @Override
    public Answer error(int status, String code, String message) {
        if (status != 400 || code.isEmpty()) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "text/plain; charset=utf-8"),
                    message.getBytes(StandardCharsets.UTF_8));
        }
        return Answer.json(400, Answer.map("error", problem(code, message), "node_errors", Map.of()));
    }
}
