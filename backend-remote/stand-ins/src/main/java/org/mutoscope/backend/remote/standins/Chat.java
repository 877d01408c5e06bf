package org.mutoscope.backend.remote.standins;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /v1/chat/completions}: fills the schema that it is given from the last message of the user, one item of a list for each sentence.
 * Scripted fates make it a bad writer: {@code filtered} refuses, {@code fails} talks instead of writing JSON, {@code shorter} is cut at
 * the limit of tokens, {@code odd_status} writes JSON that the schema forbids.
 */
final class Chat extends OpenAi {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "response_format",
            "temperature",
            "top_p",
            "max_tokens",
            "max_completion_tokens",
            "seed",
            "n",
            "stop",
            "user",
            "reasoning_effort",
            "presence_penalty",
            "frequency_penalty",
            "store",
            "metadata",
            "stream");
    private static final long PER_TOKEN = 10; // millionths of a dollar

    Chat() {
        super("/v1/chat/completions");
    }

    @Override
    public String name() {
        return "openai-chat";
    }

    @Override
    Answer make(Map<String, Object> wish, Desk desk) {
        known(wish, FIELDS);
        one(wish, "stream", Set.of(false)); // the real one streams; nobody here asks it to
        one(wish, "n", Set.of(1));
        String model = Dialect.text(wish, "model", "");
        String said = said(Asked.list(wish.get("messages")));
        if (model.isEmpty()) {
            throw Dialect.bad("invalid_value", "you must provide a model parameter");
        }
        Map<String, Object> format = wish.get("response_format") == null
                ? Map.of("type", "text")
                : Asked.object(wish.get("response_format"));
        Object schema = format == null ? null : Schema.of(format);
        String good =
                switch (String.valueOf(format == null ? null : format.get("type"))) {
                    case "text" -> "A film: " + said;
                    case "json_object" -> Answer.text(Answer.map("text", said));
                    case "json_schema" -> Answer.text(new Writer(said).value("", Asked.object(schema)));
                    default -> throw Dialect.bad("invalid_value", "Invalid value for 'response_format.type'.");
                };
        int tokens = 20 + said.length() / 4;
        int more = 1 + good.length() / 4;
        Job job = done(desk, new Order(model, 0, "", false, (tokens + more) * PER_TOKEN, wish));
        if (job.has(Fault.FILTERED) || job.has(Fault.FAILS)) {
            job.charge(job.cost()); // what was written was written
        }
        return Answer.json(Answer.map(
                "id",
                "chatcmpl-" + job.id,
                "object",
                "chat.completion",
                "created",
                job.created.getEpochSecond(),
                "model",
                model + "-2026-01-01",
                "choices",
                List.of(choice(job, good)),
                "usage",
                Answer.map("prompt_tokens", tokens, "completion_tokens", more, "total_tokens", tokens + more),
                "system_fingerprint",
                "fp_paper"));
    }

    private static String said(List<?> messages) {
        String said = "";
        for (Object item : messages) {
            Map<String, Object> message = Asked.object(item);
            if (message == null
                    || !Set.of("system", "developer", "user", "assistant").contains(message.get("role"))) {
                throw Dialect.bad("invalid_value", "Invalid value for 'messages[].role'.");
            }
            said = "user".equals(message.get("role")) ? text(message.get("content")) : said;
        }
        if (said.isEmpty()) {
            throw Dialect.bad("invalid_value", "'messages' has no text of a user.");
        }
        return said;
    }

    /** Content is text, or a list of parts with text. */
    private static String text(Object content) {
        if (content instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        for (Object part : Asked.list(content)) {
            text.append(Asked.object(part).get("text"));
        }
        return text.toString();
    }

    private static Map<String, Object> choice(Job job, String good) {
        boolean refused = job.has(Fault.FILTERED);
        String content = good;
        if (job.has(Fault.FAILS)) {
            content = "Sure! Here is your storyboard: first, a cat.";
        } else if (job.has(Fault.SHORTER)) {
            content = good.substring(0, good.length() / 2);
        } else if (job.has(Fault.ODD_STATUS)) {
            content =
                    "{\"title\":7,\"shots\":[{\"seconds\":-4,\"prompt\":null},{\"seconds\":1000000000000}],\"more\":true}";
        }
        return Answer.map(
                "index",
                0,
                "message",
                Answer.map(
                        "role", "assistant",
                        "content", refused ? null : content,
                        "refusal", refused ? "I'm sorry, I can't assist with that request." : null),
                "logprobs",
                null,
                "finish_reason",
                job.has(Fault.SHORTER) ? "length" : "stop");
    }
}
