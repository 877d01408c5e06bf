package org.mutoscope.backend.remote.creation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** Storyboards by {@code /chat/completions} with a schema. What the model writes is checked, and it is told once what was wrong. */
public final class OpenAiChat implements ScriptWriter {
    private static final int TRIES = 2;

    private final URI base;
    private final Call call;
    private final String model;
    private final Spent price;

    /** @param base address with {@code /v1} @param model its name at the service */
    public OpenAiChat(URI base, Call call, String model, Spent price) {
        this.base = base;
        this.call = call;
        this.model = model;
        this.price = price;
    }

    @Override
    public Creation<Storyboard> write(Request request) throws InterruptedException {
        long end = System.nanoTime() + request.patience().toNanos();
        Draft draft = new Draft(request);
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        say(messages, "system", draft.instruction());
        say(messages, "user", request.script());
        body.set("response_format", draft.format());
        long spent = 0;
        String wrong = "";
        for (int n = 1; n <= TRIES; n++) {
            try {
                Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
                Reply reply = call.read(ask(body, request.name() + "-" + n), left);
                if (!reply.good()) {
                    return Asking.not(reply, price.cost(Json.object(), spent));
                }
                spent += price.micros(reply.json().path("usage"));
                JsonNode choice = reply.json().path("choices").path(0);
                if (!choice.path("message").path("refusal").asText("").isBlank()
                        || choice.path("finish_reason").asText().equals("content_filter")) {
                    return new Creation.Refused<>(
                            "moderation_blocked",
                            "The service does not work on this script: its rules forbid it.",
                            paid(spent));
                }
                String content = choice.path("message").path("content").asText("");
                try {
                    return new Creation.Made<>(draft.read(content), paid(spent));
                } catch (IllegalArgumentException e) {
                    wrong = e.getMessage();
                    say(messages, "assistant", content);
                    say(messages, "user", "This storyboard breaks the rules: " + wrong + ". Write all of it again.");
                }
            } catch (CallFault e) {
                return Asking.none(e, paid(spent));
            }
        }
        return new Creation.Failed<>(
                "storyboard_unusable", "the model wrote no usable storyboard: " + wrong, false, paid(spent));
    }

    private static Optional<UpstreamCost> paid(long micros) {
        return micros == 0 ? Optional.empty() : Optional.of(UpstreamCost.usd(micros));
    }

    private Ask ask(ObjectNode body, String key) {
        return Ask.of("POST", URI.create(base + "/chat/completions"), "the storyboard")
                .header("Idempotency-Key", key)
                .json(body);
    }

    private static void say(ArrayNode messages, String role, String text) {
        messages.addObject().put("role", role).put("content", text);
    }
}
