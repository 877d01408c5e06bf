package org.mutoscope.backend.remote.runway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.backend.remote.job.Order;
import org.mutoscope.backend.remote.job.Pictures;
import org.mutoscope.backend.remote.job.Service;
import org.mutoscope.backend.remote.job.Standing;
import org.mutoscope.backend.remote.job.Submitted;
import org.mutoscope.backend.remote.job.Ticket;
import org.mutoscope.backend.remote.job.Verdicts;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** Runway: tasks that say what they will cost and what they did, and wait as THROTTLED when too many run. */
public final class Runway implements Service {
    /** One credit is one cent. */
    private static final long CREDIT = 10_000;

    private static final int LONGEST_DATA = 5 << 20;
    private final URI base;
    private final Call call;

    /** @param base address without {@code /v1} */
    public Runway(URI base, Call call) {
        this.base = base;
        this.call = call;
    }

    @Override
    public Submitted submit(Order order) throws CallFault, InterruptedException {
        RenderRequest request = order.request();
        boolean picture = request.task().equals(ModelOffer.IMAGE_TO_VIDEO);
        ObjectNode body = Json.object()
                .put("model", order.model().upstream())
                .put("promptText", request.prompt())
                .put("ratio", request.size().width() + ":" + request.size().height())
                .put("duration", request.seconds());
        if ("true".equals(order.model().offer().attributes().get(ModelOffer.SEED))) {
            body.put("seed", request.seed() & 0xffff_ffffL);
        }
        if (order.model().audio()) {
            body.put("audio", true);
        }
        if (picture && order.firstFrame().isPresent()) {
            String data = Pictures.dataAddress(order.firstFrame().get());
            if (data.length() > LONGEST_DATA) {
                return new Submitted.Turned(new Refused(
                        "picture_too_large", "The service takes pictures up to 3.7 MB as PNG: use a simpler one."));
            }
            body.put("promptImage", data);
        }
        String path = picture ? "/v1/image_to_video" : "/v1/text_to_video";
        Reply reply =
                call.create(Ask.of("POST", URI.create(base + path), "the order").json(body));
        if (!reply.good()) {
            return Verdicts.order(reply);
        }
        String id = reply.json().path("id").asText("");
        return id.matches("[A-Za-z0-9_.:-]{1,200}")
                ? new Submitted.Accepted(
                        id, java.util.Map.of(), credits(reply.json().path("estimatedCost")))
                : Verdicts.unreadable(reply);
    }

    @Override
    public Standing look(Order order, Ticket ticket) throws CallFault, InterruptedException {
        Reply reply = call.read(Ask.get(task(ticket), "the task"));
        if (reply.status() == 404) {
            return new Standing.Lost();
        } else if (!reply.good()) {
            return new Standing.Unclear("the service answers " + reply.status() + " for the task", reply.retryAfter());
        }
        JsonNode task = reply.json();
        OptionalLong cost = credits(task.path("cost"));
        return switch (task.path("status").asText("").toUpperCase(Locale.ROOT)) {
            case "SUCCEEDED" -> new Standing.Done(outputs(task), cost);
            case "FAILED" -> failed(task, cost);
            case "CANCELLED", "CANCELED" -> new Standing.Stopped(cost);
            case "THROTTLED" -> new Standing.Running(-1, "throttled", Optional.empty());
            default -> new Standing.Running(task.path("progress").asDouble(-1), "render", Optional.empty());
        };
    }

    private static Standing failed(JsonNode task, OptionalLong cost) {
        String code = task.path("failureCode").asText("");
        String said = Json.complaint(task);
        if (code.startsWith("SAFETY.INPUT")) {
            Refused refused = Verdicts.refused(task, said);
            return new Standing.Declined(refused.code(), refused.message(), cost);
        } else if (code.startsWith("ASSET.INVALID") || code.startsWith("INPUT_PREPROCESSING.SAFETY")) {
            return new Standing.Declined("invalid_picture", "The service does not take the picture: " + said, cost);
        }
        OptionalLong refunded = cost.isPresent() ? cost : OptionalLong.of(0);
        return new Standing.Broken("upstream_failed", Json.line(code + ": " + said), refunded, true);
    }

    private static List<Standing.Output> outputs(JsonNode task) {
        List<Standing.Output> outputs = new ArrayList<>();
        for (JsonNode output : task.path("output")) {
            try {
                outputs.add(Standing.Output.at(URI.create(output.asText())));
            } catch (IllegalArgumentException e) {
                // not an address: the next may be one
            }
        }
        return outputs;
    }

    private static OptionalLong credits(JsonNode cost) {
        return Json.micros(cost.path("credits"), CREDIT);
    }

    @Override
    public boolean cancel(Order order, Ticket ticket) throws CallFault, InterruptedException {
        Reply reply = call.read(Ask.of("DELETE", task(ticket), "the end of the task"));
        return reply.good() || reply.status() == 404;
    }

    private static URI task(Ticket ticket) {
        return URI.create(ticket.base() + "/v1/tasks/" + ticket.id());
    }
}
