package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Completed;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;

/** Runway, fal, Veo and ComfyUI: what is peculiar to each. The road that they share has tests of its own. */
class ServicesTest {
    private final Stub server = new Stub();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    private Station runway() {
        server.on("POST /v1/text_to_video", 200, "{\"id\":\"t-1\",\"estimatedCost\":{\"credits\":48}}");
        server.on("POST /v1/image_to_video", 200, "{\"id\":\"t-1\",\"estimatedCost\":{\"credits\":48}}");
        server.on(
                "GET /v1/tasks/t-1",
                200,
                "{\"status\":\"SUCCEEDED\",\"output\":[\"" + server.address() + "/out\"],\"cost\":{\"credits\":50}}");
        server.on("GET /out", Stub.bytes(Stub.CLIP));
        return new Station(folder, RunwayComponent::instance, server.address())
                .models("gen4.5 tasks=text-to-video|image-to-video second=*:120000");
    }

    @Test
    void runwaySaysWhatItWillCostAndWhatItDid() throws Exception {
        Station station = runway();
        server.on(
                "GET /v1/tasks/t-1",
                Stub.json(200, "{\"status\":\"PENDING\"}"),
                Stub.json(200, "{\"status\":\"THROTTLED\"}"),
                Stub.json(200, "{\"status\":\"RUNNING\",\"progress\":0.5}"),
                Stub.json(
                        200,
                        "{\"status\":\"SUCCEEDED\",\"output\":[\"" + server.address()
                                + "/out\"],\"cost\":{\"credits\":50}}"));
        station.expect(Completed.class, Clip.of("gen4.5"));
        assertEquals(List.of("480000 so far", "500000 settled"), station.attempt.costs);
        String body = server.body("POST /v1/text_to_video");
        assertTrue(body.contains("\"ratio\":\"1280:720\"") && body.contains("\"duration\":4"), body);
        assertFalse(body.contains("seed") || body.contains("audio"), body);
    }

    @Test
    void runwayGetsAPictureInTheRequest() throws Exception {
        Station station = runway();
        station.expect(Completed.class, Clip.of("gen4.5").picture(station.picture()));
        assertTrue(server.body("POST /v1/image_to_video").contains("\"promptImage\":\"data:image/png;base64,iVBOR"));
    }

    @Test
    void runwaysRefusalIsPaidAndItsOwnFaultIsNot() throws Exception {
        Station station = runway();
        server.on(
                "GET /v1/tasks/t-1",
                200,
                "{\"status\":\"FAILED\",\"failure\":\"no\",\"failureCode\":\"SAFETY.INPUT.TEXT\"}");
        assertEquals(
                "moderation_blocked",
                station.expect(Refused.class, Clip.of("gen4.5")).code());
        assertEquals(List.of("480000 so far", "480000 settled"), station.attempt.costs);

        station = runway();
        server.on("GET /v1/tasks/t-1", 200, "{\"status\":\"FAILED\",\"failureCode\":\"INTERNAL.BAD_OUTPUT.CODE01\"}");
        assertTrue(station.expect(Failed.class, Clip.of("gen4.5")).retryable());
        assertEquals(List.of("480000 so far", "0 settled"), station.attempt.costs);
    }

    @Test
    void runwaysDailyLimitIsARest() throws Exception {
        Station station = runway();
        server.on("POST /v1/text_to_video", 429, "{\"error\":\"daily limit\"}");
        station.expect(Busy.class, Clip.of("gen4.5"));
    }

    private Station fal() {
        String job = server.address() + "/fal-ai/pika/requests/r-1";
        server.on(
                "POST /fal-ai/pika/v2.2/text-to-video",
                200,
                "{\"status\":\"IN_QUEUE\",\"request_id\":\"r-1\",\"status_url\":\"" + job
                        + "/status\",\"response_url\":\"" + job + "\",\"cancel_url\":\"" + job + "/cancel\"}");
        server.on("GET /fal-ai/pika/requests/r-1/status", 200, "{\"status\":\"COMPLETED\"}");
        server.on("GET /fal-ai/pika/requests/r-1", 200, "{\"video\":{\"url\":\"" + server.address() + "/out\"}}");
        server.on("GET /out", Stub.bytes(Stub.CLIP));
        return new Station(folder, FalComponent::instance, server.address())
                .models("fal-ai/pika/v2.2/text-to-video as=pika image=fal-ai/pika/v2.2/image-to-video"
                        + " tasks=text-to-video|image-to-video set=motion:true|mode:fast|video.crf:20 clip=*:200000");
    }

    @Test
    void falsShortenedAddressesAreTheOnesToAsk() throws Exception {
        Station station = fal();
        server.on(
                "GET /fal-ai/pika/requests/r-1/status",
                Stub.json(200, "{\"status\":\"IN_QUEUE\",\"queue_position\":3}"),
                Stub.json(200, "{\"status\":\"IN_PROGRESS\"}"),
                Stub.json(200, "{\"status\":\"COMPLETED\"}"));
        station.expect(Completed.class, Clip.of("pika"));
        assertEquals(List.of("200000 settled"), station.attempt.costs);
        assertEquals("Key secret", server.keys.get(0));
        String body = server.body("POST /fal-ai/pika/v2.2/text-to-video");
        for (String part : List.of(
                "\"duration\":\"4\"",
                "\"aspect_ratio\":\"16:9\"",
                "\"resolution\":\"720p\"",
                "\"motion\":true",
                "\"mode\":\"fast\"",
                "\"video\":{\"crf\":20}")) {
            assertTrue(body.contains(part), part + " in " + body);
        }
        assertFalse(body.contains("image_url"), body);
    }

    /** A gateway before the result is no failed job: who believed it would order, and pay, again. */
    @Test
    void falsResultThatCannotBeHadNowIsAskedForAgain() throws Exception {
        Station station = fal();
        server.on(
                "GET /fal-ai/pika/requests/r-1",
                Stub.json(500, "{\"detail\":\"Internal Server Error\"}"),
                Stub.json(200, "{}"),
                Stub.json(200, "{\"video\":{\"url\":\"" + server.address() + "/out\"}}"));
        station.expect(Completed.class, Clip.of("pika"));
        assertEquals(List.of("200000 settled"), station.attempt.costs);

        station = fal();
        server.on("GET /fal-ai/pika/requests/r-1", 500, "{\"detail\":\"Internal Server Error\"}");
        Failed failed = station.expect(Failed.class, Clip.of("pika"));
        assertEquals("upstream_failed", failed.code());
        assertTrue(failed.retryable());
    }

    @Test
    void falsPicturesGoToTheirOwnEndpoint() throws Exception {
        Station station = fal();
        server.on("POST /fal-ai/pika/v2.2/image-to-video", 200, "{\"request_id\":\"r-1\"}");
        station.expect(Completed.class, Clip.of("pika").picture(station.picture()));
        assertTrue(server.body("POST /fal-ai/pika/v2.2/image-to-video").contains("\"image_url\":\"data:image/png"));
    }

    @Test
    void completedMayHideAnError() throws Exception {
        Station station = fal();
        server.on("GET /fal-ai/pika/requests/r-1", 500, "{\"detail\":\"worker died\"}");
        Failed failed = station.expect(Failed.class, Clip.of("pika"));
        assertTrue(failed.retryable() && failed.message().contains("worker died"), failed.message());

        station = fal();
        server.on(
                "GET /fal-ai/pika/requests/r-1",
                422,
                "{\"detail\":[{\"type\":\"content_policy_violation\",\"msg\":\"no\"}]}");
        assertEquals(
                "moderation_blocked",
                station.expect(Refused.class, Clip.of("pika")).code());

        station = fal();
        server.on("GET /fal-ai/pika/requests/r-1", 422, "{\"detail\":[{\"type\":\"missing\",\"msg\":\"no prompt\"}]}");
        assertTrue(station.expect(Refused.class, Clip.of("pika")).message().contains("no prompt"));
    }

    @Test
    void falCannotLeadToAnotherHost() throws Exception {
        Station station = fal();
        server.on(
                "POST /fal-ai/pika/v2.2/text-to-video",
                200,
                "{\"request_id\":\"r-1\",\"status_url\":\"http://169.254.169.254/latest\"}");
        station.expect(Completed.class, Clip.of("pika")); // at the usual address of its own
    }

    private Station veo(String operation) {
        server.on(
                "POST /v1beta/models/veo-3.1:predictLongRunning", 200, "{\"name\":\"models/veo-3.1/operations/o-1\"}");
        server.on("GET /v1beta/models/veo-3.1/operations/o-1", 200, operation);
        server.on("GET /v1beta/files/f:download", Stub.bytes(Stub.CLIP));
        return new Station(folder, VeoComponent::instance, server.address() + "/v1beta")
                .models("veo-3.1 tasks=text-to-video|image-to-video audio=yes second=*:400000");
    }

    private String sample() {
        return "{\"done\":true,\"response\":{\"generateVideoResponse\":{\"generatedSamples\":[{\"video\":{\"uri\":\""
                + server.address() + "/v1beta/files/f:download?alt=media\"}}]}}}";
    }

    @Test
    void veosDownloadNeedsTheKey() throws Exception {
        Station station = veo(sample());
        server.on(
                "GET /v1beta/models/veo-3.1/operations/o-1",
                Stub.json(200, "{\"name\":\"o\"}"),
                Stub.json(200, sample()));
        station.expect(Completed.class, Clip.of("veo-3.1").picture(station.picture()));
        int download = server.asked.indexOf("GET /v1beta/files/f:download?alt=media");
        assertEquals("secret", server.keys.get(download));
        String body = server.body("POST /v1beta/models/veo-3.1:predictLongRunning");
        assertTrue(body.contains("\"bytesBase64Encoded\":\"iVBOR") && body.contains("\"aspectRatio\":\"16:9\""), body);
    }

    @Test
    void veosFilteredClipIsARefusalThatCostsNothing() throws Exception {
        Station station = veo("{\"done\":true,\"response\":{\"generateVideoResponse\":{\"raiMediaFilteredCount\":1,"
                + "\"raiMediaFilteredReasons\":[\"celebrity\"]}}}");
        Refused refused = station.expect(Refused.class, Clip.of("veo-3.1"));
        assertEquals("moderation_blocked", refused.code());
        assertTrue(refused.message().contains("celebrity"));
        assertEquals(List.of("0 settled"), station.attempt.costs);
    }

    @Test
    void veosErrorIsAFailureOrARefusal() throws Exception {
        assertTrue(veo("{\"done\":true,\"error\":{\"code\":13,\"message\":\"internal\"}}")
                .expect(Failed.class, Clip.of("veo-3.1"))
                .retryable());
        veo("{\"done\":true,\"error\":{\"code\":3,\"message\":\"bad ratio\"}}")
                .expect(Refused.class, Clip.of("veo-3.1"));
    }

    private static final String GRAPH = "{\"1\":{\"class_type\":\"Text\",\"inputs\":{\"text\":\"%prompt%, still\","
            + "\"seed\":\"%seed%\",\"length\":\"%frames%\",\"clip\":[\"2\",0]}}}";
    private static final String PROMPT = UUID.nameUUIDFromBytes(
                    "video_0123-1".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .toString();

    private Station comfy() throws Exception {
        Path workflow = Files.writeString(folder.resolve("w.json"), GRAPH);
        server.on("POST /prompt", 200, "{\"prompt_id\":\"" + PROMPT + "\",\"number\":1,\"node_errors\":{}}");
        server.on("GET /queue", 200, "{\"queue_running\":[],\"queue_pending\":[]}");
        server.on("GET /history/" + PROMPT, 200, history("success", ""));
        server.on("GET /view", Stub.bytes(Stub.CLIP));
        return new Station(folder, ComfyUiComponent::instance, server.address())
                .models("wan workflow=" + workflow + " fps=16 extra=1");
    }

    private static String history(String status, String messages) {
        return "{\"" + PROMPT + "\":{\"status\":{\"status_str\":\"" + status + "\",\"messages\":[" + messages
                + "]},\"outputs\":{\"9\":{\"gifs\":[{\"filename\":\"a b.mp4\",\"subfolder\":\"v\",\"type\":\"output\"}]}}}}";
    }

    @Test
    void comfyUiIsGivenAWorkflowUnderANameOfOurs() throws Exception {
        Station station = comfy();
        server.on(
                "GET /history/" + PROMPT,
                Stub.json(200, "{}"),
                Stub.json(200, "{}"),
                Stub.json(200, history("success", "")));
        server.on(
                "GET /queue",
                Stub.json(200, "{\"queue_pending\":[[1,\"" + PROMPT + "\"]]}"),
                Stub.json(200, "{\"queue_running\":[[1,\"" + PROMPT + "\"]]}"));
        station.expect(Completed.class, Clip.of("wan").prompt("a \"boat\" %seed%"));
        String body = server.body("POST /prompt");
        assertTrue(body.contains("a \\\"boat\\\" %seed%, still"), "a prompt is no template: " + body);
        assertTrue(body.contains("\"seed\":7") && body.contains("\"length\":65"), body);
        assertTrue(server.asked.contains("GET /view?filename=a+b.mp4&subfolder=v&type=output"));
        assertEquals(List.of(), station.attempt.costs);
    }

    @Test
    void comfyUiThatWasStartedAnewIsSimplyAskedAgain() throws Exception {
        Station station = comfy();
        server.on("GET /history/" + PROMPT, 200, "{}");
        assertTrue(station.expect(Failed.class, Clip.of("wan")).retryable());
    }

    @Test
    void comfyUisLostAnswerIsFoundByOurName() throws Exception {
        Station station = comfy();
        server.on("POST /prompt", Stub.cut());
        station.expect(Completed.class, Clip.of("wan"));
        assertEquals(1, server.count("POST /prompt"));
    }

    @Test
    void aWorkflowThatFailsSaysWhy() throws Exception {
        Station station = comfy();
        server.on(
                "GET /history/" + PROMPT,
                200,
                history("error", "[\"execution_error\",{\"exception_message\":\"CUDA out of memory\"}]"));
        assertTrue(station.expect(Failed.class, Clip.of("wan")).message().contains("CUDA out of memory"));
        server.on("POST /prompt", 400, "{\"error\":{\"message\":\"Prompt outputs failed validation\"}}");
        assertEquals("workflow_refused", comfyAgain(station).code());
    }

    private Failed comfyAgain(Station station) throws InterruptedException {
        return station.again().expect(Failed.class, Clip.of("wan"));
    }

    @Test
    void aWorkflowMustBeOne() throws Exception {
        for (String bad :
                List.of("[]", "{\"nodes\":[]}", GRAPH.replace("%prompt%", "x"), GRAPH.replace("%seed%", "%sed%"))) {
            Path file = Files.writeString(folder.resolve("bad.json"), bad);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Station(folder, ComfyUiComponent::instance, server.address())
                            .models("wan workflow=" + file)
                            .backend(),
                    bad);
        }
    }

    @Test
    void falsMapNamesOnlySlotsThatThereAre() {
        assertThrows(IllegalArgumentException.class, () -> fal().models("fal-ai/x map=prompt:prompts")
                .backend());
        assertThrows(IllegalArgumentException.class, () -> fal().with("key", "").backend());
    }
}
