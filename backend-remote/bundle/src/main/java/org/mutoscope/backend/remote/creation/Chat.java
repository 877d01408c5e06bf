package org.mutoscope.backend.remote.creation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** One talk with {@code /chat/completions} about something that has a schema. What the model writes is checked, and it is told once what was wrong. */
final class Chat {
    private static final int TRIES = 2;

    private final URI base;
    private final Call call;
    private final String model;
    private final Spent price;

    /** @param base address with {@code /v1} @param model its name at the service */
    Chat(URI base, Call call, String model, Spent price) {
        this.base = base;
        this.call = call;
        this.model = model;
        this.price = price;
    }

    /**
     * What is talked about.
     *
     * @param name for idempotency keys
     * @param what what is to be written, one word
     * @param instruction what the model is told
     * @param text what the creator wrote: material, whatever it says
     * @param format the response format, as strict as the API has it
     */
    record Subject(String name, String what, String instruction, String text, ObjectNode format) {}

    /** Makes something of what was written. */
    interface Reader<T> {
        /** @throws IllegalArgumentException with what is wrong, in words that a model can follow */
        T read(String content);
    }

    <T> Creation<T> about(Subject subject, Reader<T> reader, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        say(messages, "system", subject.instruction());
        say(messages, "user", subject.text());
        body.set("response_format", subject.format());
        long spent = 0;
        String wrong = "";
        for (int n = 1; n <= TRIES; n++) {
            try {
                Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
                Reply reply = call.read(ask(subject, body, n), left);
                if (!reply.good()) {
                    return Asking.not(reply, price.cost(Json.object(), spent));
                }
                spent += price.micros(reply.json().path("usage"));
                JsonNode choice = reply.json().path("choices").path(0);
                if (!choice.path("message").path("refusal").asText("").isBlank()
                        || choice.path("finish_reason").asText().equals("content_filter")) {
                    return new Creation.Refused<>(
                            "moderation_blocked",
                            "The service does not work on this text: its rules forbid it.",
                            paid(spent));
                }
                String content = choice.path("message").path("content").asText("");
                try {
                    return new Creation.Made<>(reader.read(content), paid(spent));
                } catch (IllegalArgumentException e) {
                    wrong = e.getMessage();
                    say(messages, "assistant", content);
                    say(
                            messages,
                            "user",
                            "This " + subject.what() + " breaks the rules: " + wrong + ". Write all of it again.");
                }
            } catch (CallFault e) {
                return Asking.none(e, paid(spent));
            }
        }
        return new Creation.Failed<>(
                subject.what() + "_unusable",
                "the model wrote no usable " + subject.what() + ": " + wrong,
                false,
                paid(spent));
    }

    private static Optional<UpstreamCost> paid(long micros) {
        return micros == 0 ? Optional.empty() : Optional.of(UpstreamCost.usd(micros));
    }

    private Ask ask(Subject subject, ObjectNode body, int number) {
        return Ask.of("POST", URI.create(base + "/chat/completions"), "the " + subject.what())
                .header("Idempotency-Key", subject.name() + "-" + number)
                .json(body);
    }

    private static void say(ArrayNode messages, String role, String text) {
        messages.addObject().put("role", role).put("content", text);
    }
}
