package org.mutoscope.backend.remote.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.backend.remote.job.Order;
import org.mutoscope.backend.remote.job.Service;
import org.mutoscope.backend.remote.job.Standing;
import org.mutoscope.backend.remote.job.Submitted;
import org.mutoscope.backend.remote.job.Ticket;
import org.mutoscope.backend.remote.job.Verdicts;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Multipart;
import org.mutoscope.backend.remote.wire.Reply;

/** A ComfyUI. Prompts have names of our choosing, so what became of one can always be found out. */
public final class ComfyUi implements Service {
    private final URI base;
    private final Call call;
    private final Map<String, Workflow> workflows;

    /** @param workflows by {@link #key}: model and task */
    public ComfyUi(URI base, Call call, Map<String, Workflow> workflows) {
        this.base = base;
        this.call = call;
        this.workflows = Map.copyOf(workflows);
    }

    /** Under which name a workflow is kept. */
    public static String key(String model, String task) {
        return model + " " + task;
    }

    @Override
    public Submitted submit(Order order) throws CallFault, InterruptedException {
        Map<String, Object> values = values(order);
        Optional<Path> picture = order.firstFrame();
        if (picture.isPresent()) {
            Reply upload = upload(order, picture.get());
            if (!upload.good()) { // nothing was begun, whatever it says
                return new Submitted.Turned(
                        new Failed("upstream_upload", "the picture was not taken: " + upload.complaint(), true));
            }
            String folder = upload.json().path("subfolder").asText("");
            values.put(
                    "image",
                    (folder.isEmpty() ? "" : folder + "/")
                            + upload.json().path("name").asText());
        }
        Workflow workflow =
                workflows.get(key(order.model().offer().id(), order.request().task()));
        ObjectNode body = Json.object().put("prompt_id", name(order.key())).put("client_id", "mutoscope");
        body.set("prompt", workflow.filled(values));
        Reply reply = call.create(Ask.of("POST", at("/prompt"), "the order").json(body));
        if (reply.status() == 400) { // our own workflow: no fault of who asked
            return new Submitted.Turned(
                    new Failed("workflow_refused", "ComfyUI does not take the workflow: " + reply.complaint(), true));
        } else if (!reply.good()) {
            return Verdicts.order(reply);
        }
        String id = reply.json().path("prompt_id").asText("");
        return id.matches("[A-Za-z0-9_.:-]{1,200}") ? Submitted.Accepted.as(id) : Verdicts.unreadable(reply);
    }

    /** A name for ComfyUI, which wants a UUID; the same key gives the same. */
    private static String name(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Map<String, Object> values(Order order) {
        RenderRequest request = order.request();
        long rate = Long.parseLong(order.model().words().getOrDefault("fps", "16"));
        long extra = Long.parseLong(order.model().words().getOrDefault("extra", "0"));
        Map<String, Object> values = new HashMap<>();
        values.put("prompt", request.prompt());
        values.put("negative", order.parameter("negative_prompt").orElse(""));
        values.put("seed", request.seed() & Long.MAX_VALUE);
        values.put("width", (long) request.size().width());
        values.put("height", (long) request.size().height());
        values.put("fps", rate);
        values.put("frames", rate * request.seconds() + extra);
        values.put("seconds", (long) request.seconds());
        values.put("key", name(order.key()));
        return values;
    }

    private Reply upload(Order order, Path picture) throws CallFault, InterruptedException {
        try {
            Multipart form = new Multipart()
                    .file("image", name(order.key()) + ".png", picture, "image/png")
                    .text("overwrite", "true");
            return call.read(Ask.of("POST", at("/upload/image"), "the picture").form(form));
        } catch (FileNotFoundException e) {
            throw new CallFault(CallFault.Kind.NOT_SENT, "the clip's picture is not there");
        } catch (CallFault e) {
            throw new CallFault(CallFault.Kind.NOT_SENT, e.getMessage()); // a picture alone begins nothing
        }
    }

    @Override
    public Standing look(Order order, Ticket ticket) throws CallFault, InterruptedException {
        Optional<Standing> over = history(ticket.id());
        if (over.isPresent()) {
            return over.get();
        }
        Reply queue = call.read(Ask.get(at("/queue"), "the queue"));
        if (!queue.good()) {
            return unclear(queue);
        } else if (holds(queue, "queue_running", ticket.id())) {
            return new Standing.Running(-1, "render", Optional.empty());
        } else if (holds(queue, "queue_pending", ticket.id())) {
            return new Standing.Running(0, "queued", Optional.empty());
        }
        return history(ticket.id()).orElseGet(Standing.Lost::new); // it may have ended between the two looks
    }

    private Optional<Standing> history(String id) throws CallFault, InterruptedException {
        Reply reply = call.read(Ask.get(at("/history/" + id), "the history"));
        if (!reply.good()) {
            return Optional.of(unclear(reply));
        }
        JsonNode entry = reply.json().path(id);
        return entry.isObject() ? Optional.of(ended(entry)) : Optional.empty();
    }

    private static Standing unclear(Reply reply) {
        return new Standing.Unclear("ComfyUI answers " + reply.status(), reply.retryAfter());
    }

    private Standing ended(JsonNode entry) {
        JsonNode status = entry.path("status");
        if (status.path("status_str").asText().equals("error")) {
            for (JsonNode message : status.path("messages")) {
                if (message.path(0).asText().equals("execution_interrupted")) {
                    return new Standing.Stopped(OptionalLong.empty());
                } else if (message.path(0).asText().equals("execution_error")) {
                    String said = message.path(1).path("exception_message").asText();
                    return new Standing.Broken("upstream_failed", Json.line(said), OptionalLong.empty(), true);
                }
            }
            return new Standing.Broken("upstream_failed", "the workflow failed", OptionalLong.empty(), true);
        }
        List<Standing.Output> outputs = new ArrayList<>();
        entry.path("outputs").forEach(node -> node.forEach(list -> list.forEach(file -> add(outputs, file))));
        return outputs.isEmpty()
                ? new Standing.Broken(
                        "workflow_without_video", "the workflow saved no video file", OptionalLong.empty(), false)
                : new Standing.Done(outputs, OptionalLong.empty());
    }

    private void add(List<Standing.Output> outputs, JsonNode file) {
        String name = file.path("filename").asText("");
        if (name.matches("(?i).*\\.(mp4|webm|mov|mkv|avi)")) {
            String type = file.path("type").asText("output");
            Standing.Output output = Standing.Output.at(at("/view?filename=" + encoded(name) + "&subfolder="
                    + encoded(file.path("subfolder").asText("")) + "&type=" + encoded(type)));
            outputs.add(type.equals("output") ? 0 : outputs.size(), output);
        }
    }

    @Override
    public Found find(Order order, Ticket intent, Predicate<String> others) throws CallFault, InterruptedException {
        String id = name(intent.key());
        Reply queue = call.read(Ask.get(at("/queue"), "the queue"));
        boolean waits = queue.good() && (holds(queue, "queue_running", id) || holds(queue, "queue_pending", id));
        Optional<Standing> over = history(id);
        if (waits || over.isPresent() && !(over.get() instanceof Standing.Unclear)) {
            return Found.there(Submitted.Accepted.as(id));
        }
        return queue.good() && over.isEmpty() ? Found.never() : Found.unsure();
    }

    @Override
    public boolean cancel(Order order, Ticket ticket) throws CallFault, InterruptedException {
        ObjectNode waiting = Json.object();
        waiting.putArray("delete").add(ticket.id());
        Reply taken =
                call.read(Ask.of("POST", at("/queue"), "the end of the job").json(waiting));
        Reply queue = call.read(Ask.get(at("/queue"), "the queue"));
        if (!holds(queue, "queue_running", ticket.id())) {
            return taken.good();
        }
        // older ones end whatever runs, so only if it is this one
        ObjectNode running = Json.object().put("prompt_id", ticket.id());
        return call.read(Ask.of("POST", at("/interrupt"), "the end of the job").json(running))
                .good();
    }

    private static boolean holds(Reply queue, String list, String id) {
        for (JsonNode entry : queue.json().path(list)) {
            if (entry.path(1).asText().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private URI at(String path) {
        return URI.create(base + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
