package org.mutoscope.backend.remote.veo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.backend.remote.job.Aspect;
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

/** Veo: long-running operations that cannot be stopped, and that can be done without a clip when its filter has taken it. */
public final class GeminiVeo implements Service {
    private static final String OPERATION = "[A-Za-z0-9_-][A-Za-z0-9._/-]{0,500}";
    private static final int INVALID_ARGUMENT = 3;

    private final URI base;
    private final Call call;

    /** @param base address with {@code /v1beta} */
    public GeminiVeo(URI base, Call call) {
        this.base = base;
        this.call = call;
    }

    @Override
    public Submitted submit(Order order) throws CallFault, InterruptedException {
        RenderRequest request = order.request();
        ObjectNode body = Json.object();
        ObjectNode instance = body.putArray("instances").addObject().put("prompt", request.prompt());
        if (order.firstFrame().isPresent()) {
            instance.putObject("image")
                    .put(
                            "bytesBase64Encoded",
                            Pictures.base64(order.firstFrame().get()))
                    .put("mimeType", "image/png");
        }
        ObjectNode parameters = body.putObject("parameters")
                .put("aspectRatio", Aspect.ratio(request.size()))
                .put("durationSeconds", request.seconds())
                .put("resolution", Aspect.resolution(request.size()))
                .put("sampleCount", 1);
        order.parameter("negative_prompt").ifPresent(text -> parameters.put("negativePrompt", text));
        Optional.ofNullable(order.model().words().get("person"))
                .ifPresent(rule -> parameters.put("personGeneration", rule));
        URI uri = URI.create(base + "/models/" + order.model().upstream() + ":predictLongRunning");
        Reply reply = call.create(Ask.of("POST", uri, "the order").json(body));
        if (reply.status() == 400 && reply.complaint().startsWith("API key")) { // our fault, and no request's
            return new Submitted.Turned(new Failed("upstream_credentials", reply.complaint(), true));
        } else if (!reply.good()) {
            return Verdicts.order(reply);
        }
        String name = reply.json().path("name").asText("");
        return name.matches(OPERATION) && !name.contains("..")
                ? Submitted.Accepted.as(name)
                : Verdicts.unreadable(reply);
    }

    @Override
    public Standing look(Order order, Ticket ticket) throws CallFault, InterruptedException {
        Reply reply = call.read(Ask.get(URI.create(ticket.base() + "/" + ticket.id()), "the operation")
                .most(64 << 20));
        if (reply.status() == 404) {
            return new Standing.Lost();
        } else if (!reply.good()) {
            return new Standing.Unclear(
                    "the service answers " + reply.status() + " for the operation", reply.retryAfter());
        }
        JsonNode operation = reply.json();
        if (!operation.path("done").asBoolean()) {
            return new Standing.Running(-1, "render", Optional.empty());
        }
        return operation.has("error") ? failed(operation) : done(operation.path("response"));
    }

    private static Standing failed(JsonNode operation) {
        String said = Json.complaint(operation);
        if (operation.path("error").path("code").asInt() == INVALID_ARGUMENT) {
            return new Standing.Declined(
                    "upstream_refused", "The service does not take this request: " + said, OptionalLong.empty());
        }
        return new Standing.Broken("upstream_failed", said, OptionalLong.empty(), true);
    }

    private static Standing done(JsonNode response) {
        JsonNode made = response.has("generateVideoResponse") ? response.path("generateVideoResponse") : response;
        List<Standing.Output> outputs = new ArrayList<>();
        for (String list : new String[] {"generatedSamples", "generatedVideos", "videos"}) {
            for (JsonNode sample : made.path(list)) {
                JsonNode uri = sample.path("video").path("uri");
                if (uri.isTextual()) {
                    try {
                        outputs.add(Standing.Output.at(URI.create(uri.asText())));
                    } catch (IllegalArgumentException e) {
                        // not an address: the next may be one
                    }
                }
            }
        }
        if (!outputs.isEmpty()) {
            return new Standing.Done(outputs, OptionalLong.empty());
        } else if (made.path("raiMediaFilteredCount").asInt() > 0) {
            String why = Json.line(made.path("raiMediaFilteredReasons").path(0).asText("its rules for content"));
            return new Standing.Declined(
                    "moderation_blocked",
                    "The service made the clip and does not give it out: " + why,
                    OptionalLong.of(0));
        }
        return new Standing.Broken("upstream_failed", "done, and there is no clip", OptionalLong.empty(), true);
    }
}
