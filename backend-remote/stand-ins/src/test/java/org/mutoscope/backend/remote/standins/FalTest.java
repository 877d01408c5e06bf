package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire of fal's queue. */
@Timeout(300)
class FalTest {
    private static final String PIKA = "/fal-ai/pika/v2.2/text-to-video";
    private static final Map<String, Object> CAT = Map.of("prompt", "a cat", "duration", "5", "aspect_ratio", "9:16");

    private final StandIn service = StandIn.start("fal", 0);
    private final Caller caller = new Caller(service).with("Authorization", "Key " + StandIn.KEY);

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void addressesAreTruncatedToTwoSegments() {
        Caller.Reply begun = caller.post(PIKA, CAT);
        assertEquals("IN_QUEUE", begun.at("status"));
        String request = service.url() + "/fal-ai/pika/requests/" + begun.at("request_id");
        assertEquals(request, begun.at("response_url"));
        assertEquals(request + "/status", begun.at("status_url"));
        assertEquals(request + "/cancel", begun.at("cancel_url"));
        assertEquals(
                405,
                caller.get(PIKA + "/requests/" + begun.at("request_id") + "/status")
                        .status());
        assertEquals(
                404,
                caller.get("/fal-ai/other/requests/" + begun.at("request_id")).status());
    }

    @Test
    void aClipComesWithoutAPrice() {
        Caller.Reply begun = caller.post(PIKA, CAT);
        String status = (String) begun.at("status_url");
        assertEquals(400, caller.get((String) begun.at("response_url")).status());
        Caller.Reply running = caller.get(status + "?logs=1");
        assertEquals(202, running.status());
        assertEquals("IN_PROGRESS", running.at("status"));
        assertEquals("50%", running.at("logs.0.message"));
        assertEquals("COMPLETED", caller.get(status).at("status"));
        Caller.Reply result = caller.get((String) begun.at("response_url"));
        Caller.Reply clip = new Caller(service).get((String) result.at("video.url"));
        assertEquals(5, Mp4.seconds(clip.bytes()));
        assertEquals(result.at("video.file_size"), clip.bytes().length);
        assertEquals(200_000, service.charged());
    }

    @Test
    void completedMayHideAnError() {
        service.polls(1);
        Caller.Reply begun = caller.post(PIKA, Map.of("prompt", "a cat", "duration", 5));
        assertEquals(200, begun.status(), "only the runner reads the input");
        assertEquals("COMPLETED", caller.get((String) begun.at("status_url")).at("status"));
        Caller.Reply result = caller.get((String) begun.at("response_url"));
        assertEquals(422, result.status());
        assertEquals("duration", result.at("detail.0.loc.1"));
        service.order(Trouble.next("submit", Fault.FILTERED));
        service.order(Trouble.next("submit", Fault.FAILS));
        assertEquals("content_policy_violation", finished().at("detail.0.type"));
        assertEquals(500, finished().status());
        assertEquals(0, service.charged());
    }

    private Caller.Reply finished() {
        Caller.Reply begun = caller.post(PIKA, CAT);
        caller.get((String) begun.at("status_url")).good();
        return caller.get((String) begun.at("response_url"));
    }

    @Test
    void whatIsMissingUnknownOrForeignIsRefused() {
        assertEquals(401, new Caller(service).post(PIKA, CAT).status());
        assertEquals(
                401,
                new Caller(service)
                        .with("Authorization", "Bearer " + StandIn.KEY)
                        .post(PIKA, CAT)
                        .status());
        assertEquals(404, caller.post("/fal-ai/pika/v9/text-to-video", CAT).status());
        assertEquals(422, caller.post(PIKA, "no json").status());
        service.polls(1);
        Caller.Reply begun = caller.post(PIKA, Map.of("prompt", "a", "promptText", "b"));
        caller.get((String) begun.at("status_url")).good();
        assertEquals("promptText", caller.get((String) begun.at("response_url")).at("detail.0.loc.1"));
    }

    @Test
    void cancelStopsWhatRunsAndSaysSoOfTheRest() {
        Caller.Reply begun = caller.post(PIKA, CAT);
        assertEquals(
                "CANCELLATION_REQUESTED",
                caller.put((String) begun.at("cancel_url"), Map.of()).at("status"));
        Caller.Reply again = caller.put((String) begun.at("cancel_url"), Map.of());
        assertEquals(400, again.status());
        assertEquals("ALREADY_COMPLETED", again.at("status"));
        assertEquals(499, caller.get((String) begun.at("response_url")).status());
        assertEquals(0, service.charged());
    }

    @Test
    void klingChargesForSound() {
        service.polls(1);
        Map<String, Object> input = Map.of("image_url", "https://x/y.png", "duration", "3", "generate_audio", true);
        Caller.Reply begun = caller.post("/fal-ai/kling-video/v3/pro/image-to-video", input);
        caller.get((String) begun.at("status_url")).good();
        String clip = (String) caller.get((String) begun.at("response_url")).at("video.url");
        assertTrue(Mp4.sound(caller.get(clip).bytes()));
        assertEquals(504_000, service.charged());
    }
}
