package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runway's wire. */
@Timeout(300)
class RunwayTest {
    private final StandIn service = StandIn.start("runway", 0);
    private final Caller caller =
            new Caller(service).with("Authorization", "Bearer " + StandIn.KEY).with("X-Runway-Version", "2024-11-06");

    @AfterEach
    void close() {
        service.close();
    }

    private static Map<String, Object> wish(Object... more) {
        Map<String, Object> wish =
                new HashMap<>(Map.of("model", "gen4.5", "promptText", "a cat", "ratio", "1280:720", "duration", 5));
        wish.putAll(Answer.map(more));
        return wish;
    }

    private String begin(Object... more) {
        return "/v1/tasks/"
                + caller.post("/v1/text_to_video", wish(more)).good().get("id");
    }

    @ParameterizedTest
    @CsvSource({
        "ratio, 16:9",
        "model, gen2",
        "promptText, ''",
        "prompt, a dog",
        "seed, text",
        "duration, 11",
        "promptImage, https://x/y.png"
    })
    void aWrongFieldIsNamed(String field, String value) {
        Caller.Reply reply = caller.post("/v1/text_to_video", wish(field, value));
        assertEquals(400, reply.status());
        assertEquals("Validation of body failed", reply.at("error"));
        assertEquals(field, reply.at("issues.0.path.0"));
        assertEquals(0, service.begun());
    }

    @Test
    void keyAndVersionAreWanted() {
        Caller bare = new Caller(service);
        assertEquals(401, bare.post("/v1/text_to_video", wish()).status());
        bare.with("Authorization", "Bearer " + StandIn.KEY);
        assertEquals(400, bare.post("/v1/text_to_video", wish()).status());
        assertEquals(404, caller.get("/v1/tasks/x").status());
        assertEquals(400, caller.post("/v1/text_to_video", "{").status());
    }

    @Test
    void aTaskIsEstimatedThenThrottledThenPaid() {
        service.order(Trouble.next("submit", Fault.THROTTLED).with("polls", 1));
        Caller.Reply begun = caller.post("/v1/text_to_video", wish());
        assertEquals(60, begun.at("estimatedCost.credits"));
        String task = "/v1/tasks/" + begun.at("id");
        assertEquals("THROTTLED", caller.get(task).at("status"));
        Caller.Reply running = caller.get(task);
        assertEquals("RUNNING", running.at("status"));
        assertEquals(0.5, running.at("progress"));
        Caller.Reply done = caller.get(task);
        assertEquals("SUCCEEDED", done.at("status"));
        assertEquals(60, done.at("cost.credits"));
        Caller.Reply clip = new Caller(service).get((String) done.at("output.0"));
        assertEquals(5, Mp4.seconds(clip.bytes()));
        assertEquals(600_000, service.charged());
        assertEquals(999_940, caller.get("/v1/organization").at("creditBalance"));
    }

    @Test
    void picturesComeAsDataOrByUpload() {
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(Clips.picture("picture.png"));
        assertEquals(200, image(data).status());
        assertEquals(
                200, image(List.of(Map.of("uri", data, "position", "first"))).status());
        assertEquals(400, image("data:image/png;base64,AAAA").status(), "no picture");
        assertEquals(400, image("/etc/passwd").status());
        assertEquals(400, image(List.of()).status());
        assertEquals(
                400, image(List.of(Map.of("uri", data, "position", "middle"))).status());
        Caller.Reply place = caller.post("/v1/uploads", Map.of("filename", "a.png", "type", "ephemeral"));
        String key = (String) place.at("fields.key");
        Caller bare = new Caller(service);
        assertEquals(
                403, bare.form("/upload", "key", key, "file", new byte[] {1}).status());
        assertEquals(
                204,
                bare.form("/upload", "key", key, "policy", "paper", "file", new byte[] {1})
                        .status());
        assertEquals(
                403,
                bare.form("/upload", "key", key, "policy", "paper", "file", new byte[] {1})
                        .status(),
                "once");
        assertEquals(200, image(place.at("runwayUri")).status());
    }

    private Caller.Reply image(Object promptImage) {
        return caller.post("/v1/image_to_video", wish("model", "gen4_turbo", "promptImage", promptImage));
    }

    @Test
    void soundCostsMore() {
        assertEquals(
                160,
                caller.post("/v1/text_to_video", wish("model", "veo3.1", "duration", 4))
                        .at("estimatedCost.credits"));
        String task = begin("model", "veo3.1", "duration", 4, "audio", false);
        caller.get(task).good();
        Caller.Reply done = caller.get(task);
        assertEquals(80, done.at("cost.credits"));
        assertEquals(false, Mp4.sound(caller.get((String) done.at("output.0")).bytes()));
    }

    @Test
    void failuresAreRefundedUnlessThePromptWasAtFault() {
        service.polls(1);
        service.order(Trouble.next("submit", Fault.FAILS));
        service.order(Trouble.next("submit", Fault.FILTERED));
        service.order(Trouble.next("submit", Fault.MISPRICED));
        service.order(Trouble.next("submit", Fault.CANCELLED));
        Caller.Reply failed = caller.get(begin());
        assertEquals("FAILED", failed.at("status"));
        assertTrue(((String) failed.at("failureCode")).startsWith("INTERNAL"));
        assertEquals(0, failed.at("cost.credits"));
        Caller.Reply filtered = caller.get(begin());
        assertEquals("SAFETY.INPUT.TEXT", filtered.at("failureCode"));
        assertEquals(60, filtered.at("cost.credits"));
        assertEquals(120, caller.get(begin()).at("cost.credits"));
        assertEquals("CANCELLED", caller.get(begin()).at("status"));
        assertEquals(1_800_000, service.charged());
    }

    @Test
    void aDeletedTaskIsGone() {
        String task = begin();
        assertEquals(204, caller.delete(task).status());
        assertEquals(404, caller.get(task).status());
        service.finish();
        assertEquals(0, service.charged());
    }

    @Test
    void outputsAreSigned() {
        String task = begin();
        caller.get(task).good();
        String output = (String) caller.get(task).at("output.0");
        assertEquals(403, caller.get(output.replaceFirst("\\?.*", "")).status());
        service.order(Trouble.next("content", Fault.EXPIRED));
        Caller.Reply expired = caller.get(output);
        assertEquals(403, expired.status());
        assertEquals("application/xml", expired.type());
    }
}
