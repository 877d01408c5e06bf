package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.road.Studio.Verb;

/** Remixes, edits and extensions as the three SDKs put them on the wire, and where clips come from. */
class DerivedTest {
    private static final byte[] MP4 = ("\0\0\0\030ftypmp42" + "x".repeat(500)).getBytes();

    private Served served;

    @BeforeEach
    void serve() throws Exception {
        served = new Served();
        served.board.put(StubBoard.job("video_9", "acct_ann", JobState.COMPLETED));
        served.board.put(StubBoard.job("video_8", "acct_bob", JobState.COMPLETED));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Studio.Submission last() {
        return served.studio.seen.get(served.studio.seen.size() - 1);
    }

    private static void ok(HttpResponse<byte[]> answer) {
        assertEquals(200, answer.statusCode(), new String(answer.body()));
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code) throws IOException {
        assertEquals(code, Served.json(answer).path("error").path("code").asText(), new String(answer.body()));
        assertEquals(status, answer.statusCode());
    }

    @Test
    void aRemixIsJsonFromNodeAndPythonAndMultipartFromJava() throws Exception {
        ok(served.post("ann", "/v1/videos/video_9/remix", "{\"prompt\":\"at night\"}"));
        Studio.Submission json = last();
        ok(served.multipart(
                "ann",
                "/v1/videos/video_9/remix",
                new Wire().javaText("prompt", "at night").end()));
        assertEquals(json, last(), "both say the same");
        assertEquals(Verb.REMIX, json.given().verb());
        assertEquals("video_9", json.given().video());
        assertNull(json.seconds());
        assertTrue(json.parameters().isEmpty());
    }

    @Test
    void equalWordsAboutAnotherClipAreAnotherRequest() throws Exception {
        served.board.put(StubBoard.job("video_7", "acct_ann", JobState.COMPLETED));
        ok(served.post("ann", "/v1/videos/video_9/remix", "{\"prompt\":\"a\"}"));
        String nine = last().repeat().contentHash();
        ok(served.post("ann", "/v1/videos/video_7/remix", "{\"prompt\":\"a\"}"));
        assertNotEquals(nine, last().repeat().contentHash());
        assertEquals(64, nine.length());
    }

    @Test
    void anEditNamesItsClipOrBringsIt() throws Exception {
        ok(served.multipart(
                "ann",
                "/v1/videos/edits",
                new Wire().text("video[id]", "video_9").text("prompt", "p").end()));
        assertEquals("video_9", last().given().video());
        ok(served.multipart(
                "ann",
                "/v1/videos/edits",
                new Wire()
                        .javaStream("video[id]", "video_9".getBytes())
                        .javaText("prompt", "p")
                        .end()));
        assertEquals("video_9", last().given().video());
        ok(served.post(
                "ann", "/v1/videos/edits", "{\"video\":{\"id\":\"video_9\"},\"prompt\":\"p\",\"strength\":0.4}"));
        assertEquals(Verb.EDIT, last().given().verb());
        assertEquals("0.4", last().parameters().get("strength"), "it is for the backend");
        for (Wire wire : new Wire[] {
            new Wire().text("prompt", "p").text("model", "m").file("video", "clip.mp4", MP4),
            new Wire().javaText("prompt", "p").javaText("model", "m").javaStream("video", MP4)
        }) {
            ok(served.multipart("ann", "/v1/videos/edits", wire.end()));
            assertNull(last().given().video());
            assertEquals("m", last().model());
        }
        assertEquals(2, served.studio.files.size());
        served.studio.files.forEach(file -> assertArrayEquals(MP4, file));
    }

    @Test
    void anExtensionMayBringItsClip() throws Exception {
        ok(served.multipart(
                "ann",
                "/v1/videos/extensions",
                new Wire()
                        .text("prompt", "p")
                        .text("seconds", "8")
                        .file("video", "clip.mp4", MP4)
                        .end()));
        assertEquals(Verb.EXTEND, last().given().verb());
        assertEquals("8", last().seconds());
        assertArrayEquals(MP4, served.studio.files.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/v1/videos/video_9/remix, `{}`, 400, missing_prompt",
                "/v1/videos/video_8/remix, `{\"prompt\":\"a\"}`, 404, video_not_found",
                "/v1/videos/a.b/remix, `{\"prompt\":\"a\"}`, 404, video_not_found",
                "/v1/videos/video_9/remix, `{\"prompt\":\"a\",\"video\":{\"id\":\"video_9\"}}`, 400, unsupported_feature",
                "/v1/videos/edits, `{\"prompt\":\"a\"}`, 400, invalid_request",
                "/v1/videos/edits, `{\"prompt\":\"a\",\"video\":{\"id\":\"video_8\"}}`, 404, video_not_found",
                "/v1/videos/edits, `{\"prompt\":\"a\",\"video\":{\"id\":\"video_9\",\"x\":1}}`, 400, invalid_request",
                "/v1/videos/edits, `{\"prompt\":\"a\",\"video\":[{\"id\":\"video_9\"}]}`, 400, invalid_request",
                "/v1/videos/edits, `{\"video\":{\"id\":\"video_9\"}}`, 400, missing_prompt",
                "/v1/videos/edits, `{\"prompt\":\"a\",\"video\":{\"id\":\"video_9\"},\"characters\":[]}`, 400, unsupported_feature",
            })
    void badOnes(String path, String json, int status, String code) throws Exception {
        refused(served.post("ann", path, json), status, code);
        assertTrue(served.studio.seen.isEmpty());
    }

    @Test
    void aVideoThatIsWordsIsNone() throws Exception {
        refused(
                served.multipart(
                        "ann",
                        "/v1/videos/edits",
                        new Wire().text("prompt", "p").text("video", "video_9").end()),
                400,
                "invalid_request");
    }

    private static Job made(String id, String parent) {
        Job job = StubBoard.job(id, "acct_ann", JobState.COMPLETED);
        NewJob asked = job.asked();
        return new Job(
                new NewJob(
                        id,
                        asked.accountId(),
                        asked.askedModel(),
                        asked.model(),
                        asked.task(),
                        asked.prompt(),
                        asked.seconds(),
                        asked.size(),
                        asked.renderedSize(),
                        asked.seed(),
                        asked.parameters(),
                        asked.remarks(),
                        java.util.Map.of(NewJob.VERB, "remix"),
                        parent,
                        asked.credits()),
                job.state(),
                null,
                true,
                100,
                null,
                1,
                "test@1.0.0",
                10,
                job.createdAt(),
                null,
                job.endedAt(),
                job.expiresAt(),
                false,
                null,
                null,
                java.util.Map.of());
    }

    @Test
    void lineageNamesAncestorsAndDescendants() throws Exception {
        served.board.put(made("video_a", "video_gone"));
        served.board.put(made("video_b", "video_a"));
        served.board.put(made("video_c", "video_b"));
        served.board.put(made("video_d", "video_b"));
        JsonNode line = Served.json(served.get("ann", "/api/v1/jobs/video_b/lineage"));
        assertEquals("video_a", line.at("/ancestors/0/id").asText());
        assertEquals("video_gone", line.at("/ancestors/1/id").asText());
        assertTrue(line.at("/ancestors/1/deleted").asBoolean());
        assertEquals(2, line.at("/ancestors").size());
        assertEquals("video_c", line.at("/descendants/0/id").asText());
        assertEquals("video_d", line.at("/descendants/1/id").asText());
        assertEquals("remix", line.at("/descendants/1/verb").asText());
        JsonNode root = Served.json(served.get("ann", "/api/v1/jobs/video_a/lineage"));
        assertEquals(3, root.at("/descendants").size());
        assertEquals(404, served.get("bob", "/api/v1/jobs/video_b/lineage").statusCode());
        JsonNode video = Served.json(served.get("ann", "/v1/videos/video_b"));
        assertEquals("video_a", video.get("remixed_from_video_id").asText());
    }
}
