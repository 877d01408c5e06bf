package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Storyboards;

/** Storyboards from a script to an order. */
class StoryboardsTest {
    private static final String BOARDS = "/api/v1/storyboards";
    private static final String SHOTS =
            "{\"title\":\"Boat\",\"model\":\"sora-2\",\"size\":\"720x1280\",\"language\":\"en\",\"shots\":["
                    + "{\"seconds\":4,\"prompt\":\"a boat\",\"narration\":\"A boat.\"},"
                    + "{\"seconds\":\"8\",\"prompt\":\"Mo sinks\",\"camera\":\"wide\",\"characters\":[{\"id\":\"char_1\"}],"
                    + "\"negative\":\"rain\",\"transition\":\"dissolve\"}]}";

    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
    }

    @AfterEach
    void close() throws Exception {
        served.close();
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        return Served.json(answer);
    }

    private static void refused(String code, String param, HttpResponse<byte[]> answer) throws Exception {
        JsonNode error = Served.json(answer).path("error");
        assertEquals(code, error.path("code").asText(), error.toString());
        assertEquals(param, error.path("param").asText(null), error.toString());
    }

    private HttpResponse<byte[]> put(String who, String path, String json) throws Exception {
        return served.send(served.request(who, path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<byte[]> order(String path, String json, String key) throws Exception {
        return served.send(served.request("ann", path + "/videos")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void aScriptIsDraftedAsAsked() throws Exception {
        JsonNode made = ok(served.post(
                "ann",
                BOARDS,
                "{\"script\":\"A boat sinks.\",\"title\":\"T\",\"model\":\"sora-2\",\"seconds\":4,\"most_seconds\":\"60\","
                        + "\"characters\":[\"char_1\"],\"writer\":\"chat\",\"voice\":\"flite\"}"));
        assertEquals("storyboard", made.path("object").asText());
        assertEquals("chat", made.path("writer").asText());
        assertEquals("said", made.at("/shots/0/narration").asText());
        assertEquals(
                List.of(new Storyboards.Script(
                        "acct_ann",
                        "A boat sinks.",
                        "T",
                        4,
                        60,
                        List.of("char_1"),
                        "chat",
                        new Storyboards.Look("sora-2", null, null, "flite"))),
                served.boards.scripts);
    }

    @Test
    void whatIsShownMayBeSentBackWithChanges() throws Exception {
        JsonNode made = ok(served.post("ann", BOARDS, SHOTS));
        String one = BOARDS + "/" + made.path("id").asText();
        assertEquals("hand", made.path("writer").asText());
        assertEquals(12, made.path("seconds").asInt());
        assertEquals("char_1", made.at("/shots/1/characters/0/id").asText());
        assertEquals(made, ok(served.get("ann", one)));
        ObjectNode edited = (ObjectNode) made;
        edited.put("title", "Ship");
        JsonNode second = ok(put("ann", one, edited.toString()));
        assertEquals(2, second.path("version").asInt());
        assertEquals("Ship", second.path("title").asText());
        assertEquals(made.path("shots"), second.path("shots"));
        HttpResponse<byte[]> late = put("ann", one, edited.toString());
        assertEquals(409, late.statusCode());
        refused("storyboard_changed", "version", late);
        refused("invalid_request", "version", put("ann", one, SHOTS));
        JsonNode page = ok(served.get("ann", BOARDS + "?limit=1"));
        assertEquals(2, page.at("/data/0/shot_count").asInt());
        assertEquals(false, page.path("has_more").asBoolean());
        assertTrue(ok(served.delete("ann", one)).path("deleted").asBoolean());
        assertEquals(404, served.get("ann", one).statusCode());
    }

    @Test
    void anothersIsNotThere() throws Exception {
        String one =
                BOARDS + "/" + ok(served.post("ann", BOARDS, SHOTS)).path("id").asText();
        for (HttpResponse<byte[]> answer : List.of(
                served.get("bob", one),
                served.delete("bob", one),
                put("bob", one, SHOTS.replace("{\"title\"", "{\"version\":1,\"title\"")),
                served.post("bob", one + "/quote", "{}"),
                served.post("bob", one + "/videos", "{}"),
                served.get("ann", BOARDS + "/x.y"))) {
            assertEquals(404, answer.statusCode());
            assertEquals(
                    "storyboard_not_found",
                    Served.json(answer).at("/error/code").asText());
        }
        assertEquals(0, ok(served.get("bob", BOARDS)).path("data").size());
        assertTrue(served.films.seen.isEmpty());
    }

    @Test
    void itIsPricedAndOrderedAsAWhole() throws Exception {
        JsonNode made = ok(served.post("ann", BOARDS, SHOTS));
        String one = BOARDS + "/" + made.path("id").asText();
        JsonNode quote = ok(served.post("ann", one + "/quote", "{}"));
        assertEquals("quote_film", quote.path("quote_id").asText());
        assertEquals(12, quote.path("seconds").asInt());
        assertEquals(1, quote.path("storyboard_version").asInt());
        HttpResponse<byte[]> ordered =
                order(one, "{\"quote_id\":\"quote_film\",\"version\":1,\"seed\":7,\"continuity\":\"off\"}", "key-1");
        assertEquals("video_film_1", ok(ordered).path("id").asText());
        assertTrue(ordered.headers().firstValue("openai-poll-after-ms").isPresent());
        Films.Film film = served.films.seen.get(0);
        assertEquals("Boat", film.title());
        assertEquals("quote_film", film.quoteId());
        assertEquals(Map.of("seed", "7", "continuity", "off"), film.parameters());
        assertEquals("A boat.", film.scenes().get(0).narration());
        assertEquals(List.of("char_1"), film.scenes().get(1).shot().characters());
        assertEquals("key-1", film.repeat().idempotencyKey());
        assertEquals("en", film.language());
        assertNull(film.voice());
        ok(order(one, "{}", "key-2"));
        ok(order(one, "{}", "key-2"));
        assertEquals(hash(1), hash(2));
        ok(put("ann", one, ((ObjectNode) made).put("version", 1).toString()));
        ok(order(one, "{}", "key-2"));
        assertNotEquals(hash(2), hash(3), "the same key with another content");
        refused("storyboard_changed", "version", order(one, "{\"version\":1}", "key-3"));
        assertEquals(4, served.films.seen.size());
    }

    private String hash(int number) {
        return served.films.seen.get(number).repeat().contentHash();
    }

    @Test
    void badInputIsRefusedByName() throws Exception {
        refused("invalid_storyboard", "shots", served.post("ann", BOARDS, "{}"));
        refused("invalid_storyboard", "shots", served.post("ann", BOARDS, "{\"script\":\"x\",\"shots\":[]}"));
        refused("invalid_storyboard", "shots", served.post("ann", BOARDS, "{\"shots\":{}}"));
        refused("invalid_storyboard", "shots[0]", served.post("ann", BOARDS, "{\"shots\":[7]}"));
        for (String[] bad : new String[][] {
            {"{\"prompt\":\"x\"}", ".seconds"},
            {"{\"prompt\":\"x\",\"seconds\":4.5}", ".seconds"},
            {"{\"prompt\":\"x\",\"seconds\":\"-4\"}", ".seconds"},
            {"{\"prompt\":\"x\",\"seconds\":0}", ""},
            {"{\"prompt\":\"x\",\"seconds\":121}", ""},
            {"{\"prompt\":\" \",\"seconds\":4}", ""},
            {"{\"prompt\":[\"x\"],\"seconds\":4}", ".prompt"},
            {"{\"prompt\":\"x\",\"seconds\":4,\"transition\":\"explode\"}", ""},
            {"{\"prompt\":\"x\",\"seconds\":4,\"sceonds\":4}", ""}
        }) {
            refused(
                    "invalid_storyboard",
                    "shots[1]" + bad[1],
                    served.post("ann", BOARDS, "{\"shots\":[{\"prompt\":\"x\",\"seconds\":4}," + bad[0] + "]}"));
        }
        refused(
                "invalid_character",
                "characters",
                served.post("ann", BOARDS, "{\"shots\":[{\"prompt\":\"x\",\"seconds\":4,\"characters\":{\"x\":1}}]}"));
        refused("invalid_request", "most_seconds", served.post("ann", BOARDS, "{\"script\":\"x\",\"most_seconds\":0}"));
        assertEquals(0, ok(served.get("ann", BOARDS)).path("data").size());
    }

    @Test
    void aPromptIsAssistedAndNothingElseHappens() throws Exception {
        JsonNode advice =
                ok(served.post("ann", "/api/v1/prompts/assist", "{\"prompt\":\"a cat\",\"model\":\"sora-2\"}"));
        assertEquals("a cat", advice.path("original").asText());
        assertEquals("a cat!", advice.path("suggestion").asText());
        assertEquals("louder for sora-2", advice.at("/changes/0/why").asText());
        assertEquals("xyzzy", advice.at("/unknown/0").asText());
        assertEquals("words", advice.path("by").asText());
        assertTrue(served.studio.seen.isEmpty());
    }

    @Test
    void whileItStartsThatIsSaid() throws Exception {
        served.house.storyboards = null;
        served.house.prompts = null;
        assertEquals(503, served.get("ann", BOARDS).statusCode());
        assertEquals(
                503,
                served.post("ann", "/api/v1/prompts/assist", "{\"prompt\":\"x\"}")
                        .statusCode());
    }
}
