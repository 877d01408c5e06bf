package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.road.Studio;

/** The Videos API as the SDKs use it, over a real connection. */
class VideosTest {
    private static Served served;

    @BeforeAll
    static void serve() throws Exception {
        served = new Served();
    }

    @AfterAll
    static void stop() throws Exception {
        served.close();
    }

    @Test
    void promptAloneGivesAVideoWithEveryKey() throws Exception {
        HttpResponse<byte[]> answer = served.post("ann", "/v1/videos", "{\"prompt\":\"a cat\"}");
        JsonNode video = Served.json(answer);
        assertEquals(200, answer.statusCode(), video.toString());
        List<String> keys = StreamSupport.stream(((Iterable<String>) video::fieldNames).spliterator(), false)
                .toList();
        assertEquals(
                List.of(
                        "id",
                        "object",
                        "model",
                        "status",
                        "progress",
                        "created_at",
                        "completed_at",
                        "expires_at",
                        "prompt",
                        "size",
                        "seconds",
                        "remixed_from_video_id",
                        "error",
                        "mutoscope"),
                keys);
        assertTrue(video.get("completed_at").isNull() && video.get("error").isNull());
        assertTrue(video.get("seconds").isTextual());
        assertEquals(10, video.get("mutoscope").get("credits_held").asInt());
        assertEquals("not yet marked", video.get("mutoscope").get("provenance").asText());
        assertEquals("2500", answer.headers().firstValue("openai-poll-after-ms").orElseThrow());
        assertTrue(answer.headers().firstValue("x-request-id").orElseThrow().startsWith("req_"));
        assertTrue(answer.headers().firstValue("openai-processing-ms").isPresent());
        assertEquals(
                "6000",
                answer.headers().firstValue("x-ratelimit-limit-requests").orElseThrow());
    }

    @Test
    void nodePythonAndJavaAndJsonSayTheSame() throws Exception {
        byte[] node = new Wire()
                .text("prompt", "zwölf 🐈")
                .text("seconds", "8")
                .text("size", "1280x720")
                .text("seed", "7")
                .end();
        byte[] java = new Wire()
                .javaText("size", "1280x720")
                .javaText("prompt", "zwölf 🐈")
                .javaStream("seed", "7".getBytes())
                .javaText("seconds", "8")
                .end();
        assertEquals(200, served.multipart("ann", node).statusCode());
        Studio.Submission fromNode = last();
        assertEquals(200, served.multipart("ann", java).statusCode());
        Studio.Submission fromJava = last();
        String json =
                "{\"seed\":7,\"seconds\":8,\"size\":\"1280x720\",\"prompt\":\"zwölf \\ud83d\\udc08\",\"model\":null}";
        assertEquals(200, served.post("ann", "/v1/videos", json).statusCode());
        assertEquals("zwölf 🐈", fromNode.prompt());
        assertEquals("8", fromNode.seconds());
        assertEquals("7", fromNode.parameters().get("seed"));
        assertEquals(fromNode, fromJava);
        assertEquals(fromNode, last());
    }

    @Test
    void otherContentHasAnotherHash() throws Exception {
        served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"seed\":1}");
        String one = last().repeat().contentHash();
        served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"seed\":2}");
        assertFalse(one.equals(last().repeat().contentHash()));
        assertEquals(64, one.length());
    }

    @Test
    void acceptAndRetryHeadersOfTheSdksAreUnderstood() throws Exception {
        served.send(served.request("ann", "/v1/videos")
                .header("Content-Type", "application/json")
                .header("Accept", "application/binary")
                .header("Idempotency-Key", "abc")
                .header("x-stainless-retry-count", "1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a cat\"}")));
        assertEquals("abc", last().repeat().idempotencyKey());
        assertTrue(last().repeat().clientRetry());
        served.send(served.request("ann", "/v1/videos")
                .header("Content-Type", "application/json")
                .header("Accept", "*;;;")
                .header("x-stainless-retry-count", "junk")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a cat\"}")));
        assertFalse(last().repeat().clientRetry());
    }

    @Test
    void pagesGoThroughAllInBothOrders() throws Exception {
        try (Served own = new Served()) {
            for (int i = 1; i <= 5; i++) {
                own.board.put(StubBoard.job("video_" + i, "acct_ann", JobState.COMPLETED));
                own.board.put(StubBoard.job("video_b" + i, "acct_bob", JobState.COMPLETED));
            }
            JsonNode first = Served.json(own.get("ann", "/v1/videos?limit=2"));
            assertEquals("video_5", first.get("first_id").asText());
            assertEquals("video_4", first.get("last_id").asText());
            assertTrue(first.get("has_more").asBoolean());
            JsonNode last = Served.json(own.get("ann", "/v1/videos?limit=3&after=video_4"));
            assertEquals("video_1", last.get("last_id").asText());
            assertFalse(last.get("has_more").asBoolean());
            JsonNode none = Served.json(own.get("ann", "/v1/videos?limit=0&order=asc"));
            assertEquals(0, none.get("data").size());
            assertTrue(none.get("has_more").asBoolean());
            assertTrue(none.get("last_id").isNull());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=-1",
                "limit=101",
                "limit=1e3",
                "limit=99999999999999",
                "order=up",
                "after=../../etc",
                "after=%00"
            })
    void badPagingIsNamed(String query) throws Exception {
        HttpResponse<byte[]> answer = served.get("ann", "/v1/videos?" + query);
        assertEquals(400, answer.statusCode());
        assertEquals("invalid_paging", Served.json(answer).at("/error/code").asText());
    }

    @Test
    void deleteAnswersTheObjectAndThen404() throws Exception {
        served.board.put(StubBoard.job("video_del", "acct_ann", JobState.QUEUED));
        JsonNode deleted = Served.json(served.delete("ann", "/v1/videos/video_del"));
        assertEquals("{\"id\":\"video_del\",\"object\":\"video.deleted\",\"deleted\":true}", deleted.toString());
        assertEquals(404, served.delete("ann", "/v1/videos/video_del").statusCode());
    }

    @Test
    void cancelledIsFailedWithItsCode() throws Exception {
        served.board.put(StubBoard.job("video_can", "acct_ann", JobState.CANCELLED));
        HttpResponse<byte[]> answer = served.get("ann", "/v1/videos/video_can");
        JsonNode video = Served.json(answer);
        assertEquals("failed", video.get("status").asText());
        assertEquals("cancelled", video.at("/error/code").asText());
        assertEquals(3004, video.at("/error/number").asInt());
        assertTrue(answer.headers().firstValue("openai-poll-after-ms").isEmpty());
    }

    @Test
    void modelsAreListedByTheirPublicNames() throws Exception {
        JsonNode models = Served.json(served.get("ann", "/v1/models"));
        assertEquals("sora-2", models.at("/data/0/id").asText());
        assertEquals("sprite-1", models.at("/data/1/id").asText());
        assertEquals(200, served.get("ann", "/v1/models/sora-2").statusCode());
        HttpResponse<byte[]> none = served.get("ann", "/v1/models/gpt-4");
        assertEquals(404, none.statusCode());
        assertEquals("model_not_found", Served.json(none).at("/error/code").asText());
        assertEquals(1007, Served.json(none).at("/error/number").asInt(), "the number that a create answers with");
    }

    private static Studio.Submission last() {
        return served.studio.seen.get(served.studio.seen.size() - 1);
    }
}
