package org.mutoscope.backend.remote.fal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderOutcome.Refused;
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
import org.mutoscope.backend.remote.wire.Reply;

/** fal's queue. The addresses that it answers with are the ones to ask: its own shorten the endpoint to two segments. */
public final class FalQueue implements Service {
    private static final String[] PLACES = {
        "/video/url", "/videos/0/url", "/output/url", "/output/0/url", "/video", "/url"
    };

    private final URI base;
    private final Call call;
    private final Map<String, InputMap> inputs;

    /** @param inputs of each model, by its name at the platform */
    public FalQueue(URI base, Call call, Map<String, InputMap> inputs) {
        this.base = base;
        this.call = call;
        this.inputs = Map.copyOf(inputs);
    }

    @Override
    public Submitted submit(Order order) throws CallFault, InterruptedException {
        boolean picture = order.request().task().equals(ModelOffer.IMAGE_TO_VIDEO);
        String plain = order.model().upstream();
        String endpoint = picture ? order.model().words().getOrDefault("image", plain) : plain;
        InputMap input = inputs.get(order.model().offer().id());
        Reply reply = call.create(
                Ask.of("POST", URI.create(base + "/" + endpoint), "the order").json(input.input(order)));
        if (!reply.good()) {
            return Verdicts.order(reply);
        }
        JsonNode said = reply.json();
        String id = said.path("request_id").asText("");
        if (!id.matches("[A-Za-z0-9_.:-]{1,200}")) {
            return Verdicts.unreadable(reply);
        }
        String usual = base + "/" + twoSegments(endpoint) + "/requests/" + id;
        Map<String, String> notes = Map.of(
                "status", named(said, "status_url", usual + "/status"),
                "result", named(said, "response_url", usual),
                "cancel", named(said, "cancel_url", usual + "/cancel"));
        return new Submitted.Accepted(id, notes, OptionalLong.empty());
    }

    /** An address from the answer, if it is one that may be asked. */
    private String named(JsonNode said, String key, String otherwise) {
        try {
            String address = said.path(key).asText("");
            return call.hosts().allows(URI.create(address)) ? address : otherwise;
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    private static String twoSegments(String endpoint) {
        String[] parts = endpoint.split("/");
        return parts.length > 2 ? parts[0] + "/" + parts[1] : endpoint;
    }

    @Override
    public Standing look(Order order, Ticket ticket) throws CallFault, InterruptedException {
        Reply reply = call.read(Ask.get(address(ticket, "status"), "the status"));
        if (reply.status() == 404) {
            return new Standing.Lost();
        } else if (!reply.good()) {
            return new Standing.Unclear(
                    "the service answers " + reply.status() + " for the status", reply.retryAfter());
        }
        return switch (reply.json().path("status").asText("").toUpperCase(Locale.ROOT)) {
            case "COMPLETED", "OK" -> result(ticket);
            case "IN_QUEUE" -> new Standing.Running(0, "queued", Optional.empty());
            case "ERROR", "FAILED" -> broken(reply);
            case "CANCELLED", "CANCELED" -> new Standing.Stopped(OptionalLong.empty());
            default -> new Standing.Running(-1, "render", Optional.empty());
        };
    }

    /** COMPLETED only says that it is over; the status of the result says how. */
    private Standing result(Ticket ticket) throws CallFault, InterruptedException {
        Reply reply = call.read(Ask.get(address(ticket, "result"), "the result").most(64 << 20));
        int status = reply.status();
        if (reply.good()) {
            List<Standing.Output> outputs = outputs(reply.json());
            return outputs.isEmpty()
                    ? new Standing.Failing(broken(reply))
                    : new Standing.Done(outputs, OptionalLong.empty());
        } else if (status == 404) {
            return new Standing.Lost();
        } else if (status == 429 || status == 401 || status == 403 || status == 408) {
            return new Standing.Unclear("the service answers " + status + " for the result", reply.retryAfter());
        } else if (status == 499) {
            return new Standing.Stopped(OptionalLong.empty());
        } else if (status / 100 == 4) {
            JsonNode first = reply.json().path("detail").path(0);
            boolean content = first.path("type").asText().contains("content_policy");
            Refused refused = content
                    ? Verdicts.refused(Json.object().put("code", "content_policy"), "")
                    : Verdicts.refused(reply.json(), reply.complaint());
            return new Standing.Declined(refused.code(), refused.message(), OptionalLong.empty());
        }
        return new Standing.Failing(broken(reply)); // the runner failed, or a gateway before it
    }

    private static Standing.Broken broken(Reply reply) {
        return new Standing.Broken(
                "upstream_failed", "the service could not make it: " + reply.complaint(), OptionalLong.empty(), true);
    }

    private static List<Standing.Output> outputs(JsonNode result) {
        List<Standing.Output> outputs = new ArrayList<>();
        for (String place : PLACES) {
            JsonNode found = result.at(place);
            if (found.isTextual() && found.asText().startsWith("http")) {
                try {
                    outputs.add(Standing.Output.at(URI.create(found.asText())));
                } catch (IllegalArgumentException e) {
                    // not an address: another place may have one
                }
            }
        }
        return outputs;
    }

    @Override
    public boolean cancel(Order order, Ticket ticket) throws CallFault, InterruptedException {
        return call.read(Ask.of("PUT", address(ticket, "cancel"), "the end of the job"))
                .good();
    }

    private static URI address(Ticket ticket, String note) {
        return URI.create(ticket.notes().get(note));
    }
}
