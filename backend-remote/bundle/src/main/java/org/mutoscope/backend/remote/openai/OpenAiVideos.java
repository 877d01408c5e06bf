package org.mutoscope.backend.remote.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.backend.remote.job.Order;
import org.mutoscope.backend.remote.job.Service;
import org.mutoscope.backend.remote.job.Standing;
import org.mutoscope.backend.remote.job.Submitted;
import org.mutoscope.backend.remote.job.Ticket;
import org.mutoscope.backend.remote.job.Verdicts;
import org.mutoscope.backend.remote.openai.Profile.Quirk;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Multipart;
import org.mutoscope.backend.remote.wire.Reply;

/** A server that speaks the OpenAI Videos API, in one of its dialects. */
public final class OpenAiVideos implements Service {
    private final URI base;
    private final Call call;
    private final Profile profile;

    /** @param base address, with {@code /v1} */
    public OpenAiVideos(URI base, Call call, Profile profile) {
        this.base = base;
        this.call = call;
        this.profile = profile;
    }

    @Override
    public Submitted submit(Order order) throws CallFault, InterruptedException {
        Reply reply;
        try {
            reply = call.create(creation(order));
        } catch (FileNotFoundException e) {
            throw new CallFault(CallFault.Kind.NOT_SENT, "the clip's picture or source is not there");
        }
        if (!reply.good()) {
            return Verdicts.order(reply);
        }
        String id = Videos.name(reply.json());
        return id.isEmpty() ? Verdicts.unreadable(reply) : Submitted.Accepted.as(id);
    }

    private Ask creation(Order order) throws FileNotFoundException {
        RenderRequest request = order.request();
        boolean edit = request.task().equals(ModelOffer.EDIT);
        Ask ask = Ask.of("POST", at(edit ? "/videos/edits" : "/videos"), "the order")
                .header("Idempotency-Key", order.key());
        Map<String, String> fields = fields(order);
        if (profile.has(Quirk.JSON_WORDS) && order.firstFrame().isEmpty()) {
            ObjectNode json = Json.object();
            fields.forEach(json::put);
            return ask.json(json.put("seconds", request.seconds()));
        }
        Multipart form = new Multipart();
        fields.forEach(form::text);
        for (Path picture : order.firstFrame().stream().toList()) {
            form.file("input_reference", "first-frame.png", picture, "image/png");
        }
        for (Path source : edit ? request.source().stream().toList() : List.<Path>of()) {
            form.file("video", "source.mp4", source, "video/mp4");
        }
        return ask.form(form);
    }

    private Map<String, String> fields(Order order) {
        RenderRequest request = order.request();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("prompt", request.prompt());
        fields.put("model", order.model().upstream());
        if (!request.task().equals(ModelOffer.EDIT)) {
            fields.put("seconds", Integer.toString(request.seconds()));
            fields.put("size", request.size().toString());
        }
        if (profile.has(Quirk.SEED)
                && "true".equals(order.model().offer().attributes().get(ModelOffer.SEED))) {
            fields.put("seed", Long.toString(request.seed() & 0x7fff_ffffL)); // what 32-bit generators take
        }
        if (profile.has(Quirk.SOUND) && order.model().audio()) {
            fields.put("generate_sound", "true");
        }
        for (String extra : profile.extras()) {
            order.parameter(extra).ifPresent(value -> fields.put(extra, value));
        }
        return fields;
    }

    @Override
    public Standing look(Order order, Ticket ticket) throws CallFault, InterruptedException {
        URI one = one(ticket);
        Reply reply = call.read(Ask.get(one, "the status").most(64 << 20)); // some put the clip into it
        if (reply.status() == 404) {
            return new Standing.Lost();
        } else if (!reply.good() || !reply.json().isObject()) {
            return new Standing.Unclear(
                    "the service answers " + reply.status() + " for the status", reply.retryAfter());
        }
        return Videos.standing(reply, one);
    }

    @Override
    public Found find(Order order, Ticket intent, Predicate<String> others) throws CallFault, InterruptedException {
        if (profile.has(Quirk.IDEMPOTENT)) {
            Submitted again = submit(order); // the same key: the same job, or its first time
            return again instanceof Submitted.Accepted accepted ? Found.there(accepted) : Found.unsure();
        }
        if (!profile.has(Quirk.LISTS)) {
            return Found.unsure();
        }
        Reply reply = call.read(Ask.get(at("/videos?limit=100&order=desc"), "the list of jobs"));
        return reply.good() ? Videos.search(reply.json(), order, intent, others) : Found.unsure();
    }

    @Override
    public boolean cancel(Order order, Ticket ticket) throws CallFault, InterruptedException {
        if (profile.has(Quirk.NO_DELETE)) {
            return false;
        }
        Reply reply = call.read(Ask.of("DELETE", one(ticket), "the end of the job"));
        return (reply.good() || reply.status() == 404) && profile.stops();
    }

    private URI one(Ticket ticket) {
        // where it was ordered: replicas do not know each other's jobs
        return URI.create(ticket.base() + "/videos/"
                + URLEncoder.encode(ticket.id(), StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private URI at(String path) {
        return URI.create(base + path);
    }

    static boolean text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank();
    }
}
