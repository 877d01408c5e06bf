package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire of {@code /v1/chat/completions}. */
@Timeout(300)
class ChatTest {
    private static final String SCRIPT = "A cat wakes. It sees the sea! The sun sets.";
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> SHOT = closed(Map.of(
            "seconds",
            Map.of("type", "integer", "minimum", 2, "maximum", 20),
            "prompt",
            TEXT,
            "camera",
            TEXT,
            "characters",
            Map.of("type", "array", "items", TEXT),
            "negative",
            TEXT,
            "transition",
            Map.of("type", "string", "enum", List.of("cut", "fade"))));
    private static final Map<String, Object> STORYBOARD =
            closed(Map.of("title", TEXT, "shots", Map.of("type", "array", "items", SHOT)));

    private final StandIn service = StandIn.start("openai-chat", 0);
    private final Caller caller = new Caller(service).with("Authorization", "Bearer " + StandIn.KEY);

    @AfterEach
    void close() {
        service.close();
    }

    private static Map<String, Object> closed(Map<String, Object> properties) {
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.copyOf(properties.keySet()),
                "additionalProperties",
                false);
    }

    private Caller.Reply ask(Map<String, Object> schema, Object... more) {
        Map<String, Object> wish = new HashMap<>(Map.of(
                "model",
                "gpt-5-mini",
                "messages",
                List.of(Map.of("role", "system", "content", "Write."), Map.of("role", "user", "content", SCRIPT)),
                "response_format",
                Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of("name", "storyboard", "strict", true, "schema", schema))));
        wish.putAll(Answer.map(more));
        return caller.post("/v1/chat/completions", wish);
    }

    private Map<String, Object> written() {
        return Asked.parsed((String) ask(STORYBOARD).at("choices.0.message.content"))
                .orElse(null);
    }

    @Test
    void aStoryboardHasAShotForEachSentence() {
        Map<String, Object> board = written();
        assertEquals(Set.of("title", "shots"), board.keySet());
        List<?> shots = Asked.list(board.get("shots"));
        assertEquals(3, shots.size());
        Map<String, Object> second = Asked.object(shots.get(1));
        assertEquals("It sees the sea!", second.get("prompt"));
        assertEquals(4, second.get("seconds"));
        assertEquals("cut", second.get("transition"));
        assertEquals(List.of(), second.get("characters"));
        assertTrue(service.charged() > 0);
    }

    @Test
    void strictSchemasAreClosed() {
        assertEquals(
                "invalid_json_schema",
                ask(Map.of("type", "object", "properties", Map.of("a", TEXT))).at("error.code"));
        Map<String, Object> open = new HashMap<>(closed(Map.of("a", TEXT, "b", TEXT)));
        open.put("required", List.of("a"));
        assertEquals("invalid_json_schema", ask(closed(Map.of("inner", open))).at("error.code"));
        assertEquals("unknown_parameter", ask(STORYBOARD, "temprature", 1).at("error.code"));
        assertEquals("invalid_value", ask(STORYBOARD, "messages", List.of()).at("error.code"));
        assertEquals(0, service.begun());
    }

    @Test
    void badWritersAreToBeHad() {
        for (Fault fault : List.of(Fault.FAILS, Fault.SHORTER, Fault.ODD_STATUS, Fault.FILTERED)) {
            service.order(Trouble.next("submit", fault));
        }
        assertNull(written(), "talks");
        Caller.Reply cut = ask(STORYBOARD);
        assertEquals("length", cut.at("choices.0.finish_reason"));
        assertEquals(7, written().get("title"), "against the schema");
        Caller.Reply refused = ask(STORYBOARD);
        assertNull(refused.at("choices.0.message.content"));
        assertTrue(((String) refused.at("choices.0.message.refusal")).startsWith("I'm sorry"));
    }

    @Test
    void withoutAFormatItTalks() {
        Caller.Reply reply = caller.post(
                "/v1/chat/completions",
                Map.of("model", "m", "messages", List.of(Map.of("role", "user", "content", "a cat"))));
        assertEquals("A film: a cat", reply.at("choices.0.message.content"));
    }
}
