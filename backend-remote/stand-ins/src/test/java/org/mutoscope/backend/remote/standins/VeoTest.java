package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire of Veo in the Gemini API. */
@Timeout(300)
class VeoTest {
    private static final String SUBMIT = "/v1beta/models/veo-3.1-fast-generate-preview:predictLongRunning";
    private final StandIn service = StandIn.start("gemini-veo", 0);
    private final Caller caller = new Caller(service).with("x-goog-api-key", StandIn.KEY);

    @AfterEach
    void close() {
        service.close();
    }

    private Caller.Reply submit(Map<String, Object> parameters) {
        return caller.post(SUBMIT, Map.of("instances", List.of(Map.of("prompt", "a cat")), "parameters", parameters));
    }

    @ParameterizedTest
    @CsvSource({
        "seed, 4",
        "generateAudio, true",
        "aspectRatio, 1:1",
        "resolution, 480p",
        "durationSeconds, '8'",
        "storageUri, gs://x"
    })
    void whatGeminiDoesNotTakeIsRefused(String name, String value) {
        Caller.Reply reply = submit(Map.of(name, value));
        assertEquals(400, reply.status());
        assertEquals("INVALID_ARGUMENT", reply.at("error.status"));
        assertEquals(0, service.begun());
    }

    @Test
    void keysModelsAndBodiesAreChecked() {
        assertEquals(403, new Caller(service).post(SUBMIT, Map.of()).status());
        assertEquals(
                400,
                new Caller(service)
                        .with("x-goog-api-key", "x")
                        .post(SUBMIT, Map.of())
                        .status());
        assertEquals(
                404,
                caller.post("/v1beta/models/veo-1:predictLongRunning", Map.of()).status());
        assertEquals(400, caller.post(SUBMIT, Map.of("instances", List.of())).status());
        assertEquals(
                400, submit(Map.of("resolution", "1080p", "durationSeconds", 4)).status());
        assertEquals(
                404,
                caller.get("/v1beta/models/veo-3.1-fast-generate-preview/operations/nothing")
                        .status());
    }

    @Test
    void aClipHasSoundAndWantsTheKeyAgain() {
        String operation = "/v1beta/"
                + submit(Map.of("durationSeconds", 6, "aspectRatio", "9:16"))
                        .good()
                        .get("name");
        assertNull(caller.get(operation).at("done"));
        Caller.Reply done = caller.get(operation);
        assertEquals(true, done.at("done"));
        String uri = (String) done.at("response.generateVideoResponse.generatedSamples.0.video.uri");
        assertEquals(403, new Caller(service).get(uri).status());
        Caller.Reply clip = caller.get(uri);
        assertEquals(6, Mp4.seconds(clip.bytes()));
        assertTrue(Mp4.sound(clip.bytes()));
        assertEquals(600_000, service.charged());
        assertEquals(404, caller.delete(operation).status(), "there is no cancel");
    }

    @Test
    void doneMayMeanFilteredOrFailedAndIsFree() {
        service.polls(1);
        service.order(Trouble.next("submit", Fault.FILTERED));
        service.order(Trouble.next("submit", Fault.FAILS));
        Caller.Reply filtered = caller.get("/v1beta/" + submit(Map.of()).at("name"));
        assertEquals(true, filtered.at("done"));
        assertEquals(1, filtered.at("response.generateVideoResponse.raiMediaFilteredCount"));
        assertEquals(13, caller.get("/v1beta/" + submit(Map.of()).at("name")).at("error.code"));
        assertEquals(0, service.charged());
    }

    @Test
    void limitsAreToldInGooglesWords() {
        service.order(Trouble.next("submit", Fault.BUSY));
        assertEquals("RESOURCE_EXHAUSTED", submit(Map.of()).at("error.status"));
    }
}
