package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/videos} in all dialects. */
@Timeout(300)
class VideosTest {
    private static final List<String> KEYS = List.of(
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
            "error");

    private StandIn service;
    private Caller caller;

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
    }

    private void start(String dialect) {
        service = StandIn.start("openai-videos:" + dialect, 0);
        caller = new Caller(service).with("Authorization", "Bearer " + StandIn.KEY);
    }

    private String begin() {
        return (String) caller.form("/v1/videos", "prompt", "a cat", "seconds", "4", "size", "1280x720")
                .good()
                .get("id");
    }

    @Test
    void openAiRefusesWhatItRefused() {
        start("openai");
        assertEquals(401, new Caller(service).get("/v1/videos").status());
        assertEquals("unknown_parameter", code("prompt", "a", "fps", "24"));
        assertEquals("invalid_value", code("model", "sora-2"));
        assertEquals("invalid_value", code("prompt", "a", "seconds", "5"));
        assertEquals("invalid_value", code("prompt", "a", "size", "1792x1024"));
        assertEquals("invalid_value", code("prompt", "a", "model", "sora-9"));
        assertEquals(
                "invalid_value", code("prompt", "a", "input_reference", Clips.picture("picture.png")), "wrong size");
        assertEquals("invalid_value", code("prompt", "a", "input_reference", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertEquals("character_permission_denied", code("prompt", "a", "characters[0][id]", "char_1"));
        assertEquals(400, caller.post("/v1/videos", "{\"prompt\":").status());
        assertEquals(
                "invalid_type",
                caller.post("/v1/videos", Map.of("prompt", "a", "seconds", 4)).at("error.code"));
        assertEquals(404, caller.get("/videos/x").status());
        assertEquals(0, service.begun());
        assertEquals(0, service.charged());
    }

    private Object code(Object... fields) {
        Caller.Reply reply = caller.form("/v1/videos", fields);
        assertEquals(
                Set.of("message", "type", "param", "code"),
                Asked.object(reply.at("error")).keySet());
        return reply.at("error.code");
    }

    @Test
    void openAiTakesAnOrderThroughToItsThreeVariants() {
        start("openai");
        Caller.Reply begun = caller.post(
                "/v1/videos", Map.of("prompt", "a cat", "seconds", "8", "size", "1792x1024", "model", "sora-2-pro"));
        assertEquals(KEYS, List.copyOf(begun.good().keySet()), "every key is there, nulls too");
        assertEquals("queued", begun.at("status"));
        String video = "/v1/videos/" + begun.at("id");
        assertEquals("video_not_ready", caller.get(video + "/content").at("error.code"));
        assertEquals("in_progress", caller.get(video).at("status"));
        assertEquals("completed", caller.get(video).at("status"));
        assertEquals("video/mp4", caller.get(video + "/content").type());
        assertEquals(
                "image/webp", caller.get(video + "/content?variant=thumbnail").type());
        assertEquals(
                "image/jpeg", caller.get(video + "/content?variant=spritesheet").type());
        assertEquals(400, caller.get(video + "/content?variant=gif").status());
        assertEquals(8 * 500_000, service.charged());
        assertEquals(
                Map.of("id", begun.at("id"), "object", "video.deleted", "deleted", true),
                caller.delete(video).good());
        assertEquals(404, caller.get(video).status());
        assertEquals(8 * 500_000, service.charged(), "what is deleted was made");
    }

    @Test
    void openAiDerivesExtendsAndKnowsCharacters() {
        start("openai");
        service.polls(1);
        String id = begin();
        assertEquals(
                400,
                caller.post("/v1/videos/" + id + "/remix", Map.of("prompt", "b"))
                        .status(),
                "not completed");
        caller.get("/v1/videos/" + id).good();
        assertEquals(
                id,
                caller.post("/v1/videos/" + id + "/remix", Map.of("prompt", "b"))
                        .at("remixed_from_video_id"));
        assertEquals(
                "1280x720",
                caller.form("/v1/videos/edits", "prompt", "b", "video[id]", id).at("size"));
        Caller.Reply longer =
                caller.post("/v1/videos/extensions", Map.of("prompt", "b", "seconds", "8", "video", Map.of("id", id)));
        assertEquals("12", longer.at("seconds"));
        String ann = (String) caller.form("/v1/videos/characters", "name", "Ann", "video", new byte[] {1})
                .at("id");
        assertEquals("Ann", caller.get("/v1/videos/characters/" + ann).at("name"));
        assertEquals(
                200,
                caller.form("/v1/videos", "prompt", "Ann sings", "characters[0][id]", ann)
                        .status());
        assertEquals("invalid_value", code("prompt", "somebody sings", "characters[0][id]", ann));
        caller.get("/v1/videos/" + longer.at("id")).good();
        assertEquals(4 * 100_000 + 8 * 100_000, service.charged(), "an extension costs what is new");
    }

    @Test
    void listsAreCutIntoPages() {
        start("openai");
        String first = begin();
        String second = begin();
        Caller.Reply page = caller.get("/v1/videos?limit=1");
        assertEquals(second, page.at("last_id"));
        assertEquals(true, page.at("has_more"));
        page = caller.get("/v1/videos?limit=1&after=" + second);
        assertEquals(first, page.at("first_id"));
        assertEquals(false, page.at("has_more"));
    }

    @Test
    void vllmOmniTakesFormsOnlyAndStopsTheEngine() {
        start("vllm-omni");
        Caller.Reply refused = caller.post("/v1/videos", Map.of("prompt", "a"));
        assertEquals(422, refused.status());
        assertEquals(422, refused.at("error.code"), "a number");
        assertEquals(
                422, caller.form("/v1/videos", "prompt", "a", "seconds", "04").status());
        assertEquals(
                400,
                caller.form("/v1/videos", "prompt", "a", "image_reference", "{\"file_id\":\"f\"}")
                        .status());
        Caller.Reply begun = caller.form(
                "/v1/videos",
                "prompt",
                "a",
                "width",
                "640",
                "height",
                "384",
                "num_frames",
                "96",
                "generate_sound",
                "true",
                "image_reference",
                "{\"image_url\":\"data:image/png;base64,AAAA\"}");
        String id = (String) begun.good().get("id");
        assertTrue(id.startsWith("video_gen_"));
        assertEquals("4", begun.at("seconds"));
        assertEquals(404, caller.get("/v1/videos/" + id + "/content").status());
        caller.get("/v1/videos/" + id).good();
        assertEquals(true, caller.delete("/v1/videos/" + id).at("deleted"));
        assertEquals("cancelled", at("jobs.0.state"));
        Caller.Reply sync = caller.form("/v1/videos/sync", "prompt", "a");
        assertEquals("video/mp4", sync.type());
        assertEquals(405, caller.post("/v1/videos/edits", Map.of()).status());
    }

    private Object at(String path) {
        return new Caller.Reply(200, "", new byte[0], service.log()).at(path);
    }

    @Test
    void sglangDeletesWithoutStopping() {
        start("sglang");
        assertEquals(
                "prompt is required", caller.form("/v1/videos", "seconds", "4").at("detail"));
        String id = (String) caller.form("/v1/videos", "prompt", "a", "extra_body", "{\"num_frames\":120}")
                .at("id");
        assertEquals(
                "Generation is still in-progress",
                caller.get("/v1/videos/" + id + "/content").at("detail"));
        assertEquals("5", caller.get("/v1/videos/" + id).at("seconds"));
        assertEquals(Set.of("data", "object"), caller.get("/v1/videos").good().keySet());
        assertEquals("deleted", caller.delete("/v1/videos/" + id).at("status"));
        assertEquals(
                "Video with id '" + id + "' not found.",
                caller.get("/v1/videos/" + id).at("detail"));
        assertEquals("running", at("jobs.0.state"), "the GPU goes on");
        service.order(Trouble.next("submit", Fault.FAILS));
        String bad = begin();
        caller.get("/v1/videos/" + bad).good();
        assertEquals(
                Set.of("message"),
                Asked.object(caller.get("/v1/videos/" + bad).at("error")).keySet());
    }

    @Test
    void sglangWithACloudStoreSendsItsClientsThere() {
        start("sglang-cloud");
        service.polls(1);
        String id = begin();
        String where = (String) caller.get("/v1/videos/" + id).at("url");
        Caller.Reply content = caller.get("/v1/videos/" + id + "/content");
        assertEquals(400, content.status());
        assertTrue(((String) content.at("detail")).endsWith(where));
        assertEquals("video/mp4", caller.get(where).type());
    }

    @Test
    void tensorRtSays202AndDurationAndErrorsAsText() {
        start("trtllm");
        Caller.Reply begun = caller.post("/v1/videos", Map.of("prompt", "a", "seconds", 4.0, "fps", 16));
        assertEquals(202, begun.status());
        assertEquals(4.0, begun.at("duration"));
        assertEquals(16, begun.at("fps"));
        assertFalse(begun.good().containsKey("seconds"));
        assertEquals(
                400, caller.get("/v1/videos/" + begun.at("id") + "/content").status());
        assertEquals(
                Map.of("deleted", true),
                caller.delete("/v1/videos/" + begun.at("id")).good());
        service.order(Trouble.next("submit", Fault.FAILS));
        service.polls(1);
        String id = (String) caller.form("/v1/videos", "prompt", "a").at("id");
        assertTrue(caller.get("/v1/videos/" + id).at("error") instanceof String);
        assertEquals(
                "BadRequestError",
                caller.form("/v1/videos", "prompt", "a", "seconds", "long").at("type"));
    }

    @Test
    void liteLlmHasNoDeleteAndLongIds() {
        start("litellm");
        String id = begin();
        assertTrue(id.length() > 150);
        assertEquals("Method Not Allowed", caller.delete("/v1/videos/" + id).at("detail"));
        assertEquals("in_progress", caller.get("/videos/" + id).at("status"), "also without /v1");
        assertEquals(4.0, caller.get("/v1/videos/" + id).at("usage.duration_seconds"));
        assertEquals(
                "video/mp4",
                caller.get("/v1/videos/" + id + "/content?variant=thumbnail").type());
        assertEquals("400", caller.form("/v1/videos", "prompt", "").at("error.code"), "a number as text");
    }

    @Test
    void newApiLeavesOutWhatIsEmptyAndUsesItsOwnWords() {
        start("new-api");
        service.order(Trouble.next("submit", Fault.ODD_STATUS));
        Caller.Reply begun = caller.form("/v1/videos", "prompt", "a");
        assertEquals(begun.at("id"), begun.at("task_id"));
        assertEquals("not_start", begun.at("status"));
        assertFalse(begun.good().containsKey("error"));
        String path = "/v1/videos/" + begun.at("id");
        assertEquals(400, caller.get(path + "/content").status());
        assertEquals("Processing", caller.get(path).at("status"));
        Caller.Reply done = caller.get(path);
        assertEquals("SUCCESS", done.at("status"));
        assertEquals("video/mp4", caller.get((String) done.at("metadata.url")).type());
        assertEquals(405, caller.get("/v1/videos").status());
        assertEquals(405, caller.delete(path).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "vllm-omni", "sglang", "trtllm", "litellm", "new-api"})
    void everyDialectServesAClipOfTheRightLength(String dialect) {
        start(dialect);
        service.polls(1);
        String id = begin();
        caller.get("/v1/videos/" + id).good();
        Caller.Reply clip = caller.get("/v1/videos/" + id + "/content");
        assertEquals("video/mp4", clip.type());
        assertEquals("ftyp", new String(clip.bytes(), 4, 4, StandardCharsets.US_ASCII));
        assertEquals(4, Mp4.seconds(clip.bytes()));
    }

    @ParameterizedTest
    @CsvSource({
        "fails, failed, 0",
        "filtered, failed, 0",
        "fails_charged, failed, 400000",
        "mispriced, completed, 800000",
        "stuck, in_progress, 0",
        "shorter, completed, 400000"
    })
    void theFateOfAJobIsAsOrdered(String fault, String status, long charged) {
        start("openai");
        service.order(Trouble.next("submit", Fault.of(fault)));
        String id = begin();
        for (int i = 0; i < 5; i++) {
            caller.get("/v1/videos/" + id).good();
        }
        Caller.Reply last = caller.get("/v1/videos/" + id);
        assertEquals(status, last.at("status"));
        assertEquals(charged, service.charged());
        if (status.equals("failed")) {
            assertNotNull(last.at("error.code"));
        } else {
            assertNull(last.at("error"));
        }
    }

    @Test
    void aLostJobIsChargedAndUnknown() {
        start("openai");
        service.order(Trouble.next("submit", Fault.LOST));
        assertEquals(404, caller.get("/v1/videos/" + begin()).status());
        assertEquals(400_000, service.charged());
    }

    @Test
    void theLogTellsWhatWasAsked() {
        start("openai");
        caller.form("/v1/videos", "prompt", "a cat", "input_reference", Clips.picture("picture.png"));
        assertEquals("submit", at("requests.0.route"));
        assertEquals("a cat", at("requests.0.body.prompt"));
        assertTrue(((String) at("requests.0.body.input_reference")).startsWith("image/png, "));
        assertEquals(
                Set.of("prompt", "input_reference"),
                new TreeSet<>(Asked.object(at("requests.0.body")).keySet()));
    }
}
