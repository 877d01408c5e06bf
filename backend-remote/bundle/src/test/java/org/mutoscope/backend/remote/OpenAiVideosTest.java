package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Completed;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.api.backend.RenderOutcome.Unknown;

/** The client rules for servers that speak the Videos API, each with the answer that made it necessary. */
class OpenAiVideosTest {
    private static final String ID = "video_abc";
    private static final String DONE = "{\"id\":\"video_abc\",\"status\":\"completed\",\"progress\":100}";

    private final Stub server = new Stub();
    private final Stub storage = new Stub();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
        storage.close();
    }

    private Station station(String profile) {
        return new Station(folder, OpenAiVideosComponent::instance, server.address() + "/v1")
                .with("profile", profile)
                .models("sora-2 tasks=text-to-video|image-to-video|edit seed=yes second=*:100000");
    }

    private Station happy(String profile) {
        server.on("POST /v1/videos", 200, "{\"id\":\"" + ID + "\",\"status\":\"queued\"}");
        server.on("GET /v1/videos/" + ID, 200, DONE);
        server.on("GET /v1/videos/" + ID + "/content", Stub.bytes(Stub.CLIP));
        return station(profile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "mutoscope", "vllm-omni", "sglang", "trtllm", "litellm", "new-api"})
    void everyDialectMakesAClip(String profile) throws Exception {
        Station station = happy(profile);
        Completed completed = station.expect(Completed.class, Clip.of("sora-2"));
        assertArrayEquals(Stub.CLIP, station.attempt.clip);
        assertEquals(ID, completed.facts().get("upstream_id"));
        assertEquals(List.of("400000 settled"), station.attempt.costs);
        assertTrue(server.keys.stream().allMatch("Bearer secret"::equals), server.keys.toString());
    }

    @Test
    void aRequestIsAFormOfTexts() throws Exception {
        happy("openai").expect(Completed.class, Clip.of("sora-2").with("negative_prompt", "rain"));
        String body = server.body("POST /v1/videos");
        assertTrue(body.contains("name=\"seconds\"\r\n\r\n4\r\n"), body);
        assertTrue(body.contains("name=\"size\"\r\n\r\n1280x720\r\n"), body);
        assertTrue(body.contains("name=\"prompt\"\r\n\r\na paper boat\r\n"), body);
        assertFalse(body.contains("rain"), "the profile openai knows no such field");
        assertFalse(body.contains("seed"), "nor this one");
    }

    @Test
    void aServerOfOnesOwnTakesSeedAndMore() throws Exception {
        happy("vllm-omni")
                .expect(
                        Completed.class,
                        Clip.of("sora-2").with("negative_prompt", "rain").with("lora", "/etc/passwd"));
        String body = server.body("POST /v1/videos");
        assertTrue(body.contains("name=\"negative_prompt\"\r\n\r\nrain\r\n"), body);
        assertTrue(body.contains("name=\"seed\"\r\n\r\n7\r\n"), body);
        assertFalse(body.contains("passwd"), "what names a file of the server is never passed on");
    }

    @Test
    void sglangGetsWordsAsJsonAndPicturesAsAForm() throws Exception {
        happy("sglang").expect(Completed.class, Clip.of("sora-2"));
        assertTrue(server.body("POST /v1/videos").contains("\"seconds\":4"));
        server.asked.clear();
        server.bodies.clear();
        Station station = happy("sglang");
        station.expect(Completed.class, Clip.of("sora-2").picture(station.picture()));
        assertTrue(server.body("POST /v1/videos").contains("name=\"input_reference\"; filename=\"first-frame.png\""));
    }

    @Test
    void anEditGoesToItsOwnRouteWithTheSource() throws Exception {
        Station station = happy("openai");
        server.on("POST /v1/videos/edits", 200, "{\"id\":\"" + ID + "\"}");
        station.expect(Completed.class, Clip.of("sora-2").edit(station.picture()));
        String body = server.body("POST /v1/videos/edits");
        assertTrue(body.contains("name=\"video\"; filename=\"source.mp4\""), body);
        assertFalse(body.contains("seconds"), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Completed", "SUCCEEDED", "success", "finished", "succeed"})
    void doneHasManyNames(String status) throws Exception {
        Station station = happy("new-api");
        server.on("GET /v1/videos/" + ID, 200, "{\"status\":\"" + status + "\"}");
        station.expect(Completed.class, Clip.of("sora-2"));
    }

    @Test
    void unknownWordsMeanThatItGoesOn() throws Exception {
        Station station = happy("new-api");
        server.on(
                "GET /v1/videos/" + ID,
                Stub.json(200, "{\"status\":\"not_start\"}"),
                Stub.json(200, "{\"status\":\"submitted\"}"),
                Stub.json(200, "{}"),
                Stub.json(200, "{\"status\":\"processing\",\"progress\":40}"),
                Stub.json(200, DONE));
        station.expect(Completed.class, Clip.of("sora-2"));
        assertEquals(5, server.count("GET /v1/videos/" + ID));
    }

    @Test
    void aFilterWithoutACodeIsKnownByItsSentence() throws Exception {
        Station station = happy("trtllm");
        server.on(
                "GET /v1/videos/" + ID, 200, "{\"status\":\"failed\",\"error\":\"Blocked by our moderation system.\"}");
        assertEquals(
                "moderation_blocked",
                station.expect(Refused.class, Clip.of("sora-2")).code());
    }

    @Test
    void anAddressWithoutAPathGetsTheUsualOne() throws Exception {
        happy("openai").with("base", server.address() + "/").expect(Completed.class, Clip.of("sora-2"));
    }

    @Test
    void anyAnswerOf2xxIsAcceptance() throws Exception {
        Station station = happy("trtllm");
        server.on("POST /v1/videos", 202, "{\"id\":\"" + ID + "\"}");
        station.expect(Completed.class, Clip.of("sora-2"));
    }

    @Test
    void anErrorMayBeATextAnObjectOrADetail() throws Exception {
        Station station = happy("trtllm");
        for (String body : List.of(
                "{\"status\":\"failed\",\"error\":\"out of memory\"}",
                "{\"status\":\"failed\",\"error\":{\"code\":7,\"message\":\"out of memory\"}}",
                "{\"status\":\"failed\",\"detail\":\"out of memory\"}")) {
            server.on("GET /v1/videos/" + ID, 200, body);
            station.attempt = new Attempt(folder);
            Failed failed = station.expect(Failed.class, Clip.of("sora-2"));
            assertTrue(failed.message().contains("out of memory"), failed.message());
            assertTrue(failed.retryable(), "a failed clip costs nothing there");
        }
    }

    @Test
    void aClipThatTheServiceWillNotMakeIsRefused() throws Exception {
        Station station = happy("openai");
        server.on(
                "GET /v1/videos/" + ID,
                200,
                "{\"status\":\"failed\",\"error\":{\"code\":\"moderation_blocked\",\"message\":\"no\"}}");
        assertEquals(
                "moderation_blocked",
                station.expect(Refused.class, Clip.of("sora-2")).code());
    }

    @Test
    void theResultIsFoundWhereverItIs() throws Exception {
        storage.on("GET /out.mp4", Stub.bytes(Stub.CLIP));
        String link = storage.address() + "/out.mp4";
        String inline = Base64.getEncoder().encodeToString(Stub.CLIP);
        for (String body : List.of(
                "{\"status\":\"completed\",\"url\":\"" + link + "\"}",
                "{\"status\":\"completed\",\"urls\":[\"" + link + "\"]}",
                "{\"status\":\"completed\",\"metadata\":{\"url\":\"" + link + "\"}}",
                "{\"status\":\"completed\",\"output\":[\"" + link + "\"]}",
                "{\"status\":\"completed\",\"data\":[{\"url\":\"" + link + "\"}]}",
                "{\"status\":\"completed\",\"data\":[{\"b64_json\":\"" + inline + "\"}]}",
                "{\"status\":\"completed\",\"url\":\"/v1/files/out.mp4\"}")) {
            Station station = happy("new-api").with("hosts", new String[] {storage.address()});
            server.on("GET /v1/videos/" + ID + "/content", 404, "{}");
            server.on("GET /v1/files/out.mp4", Stub.bytes(Stub.CLIP));
            server.on("GET /v1/videos/" + ID, 200, body);
            station.expect(Completed.class, Clip.of("sora-2"));
            assertArrayEquals(Stub.CLIP, station.attempt.clip, body);
        }
    }

    @Test
    void sglangsComplaintThatNamesTheFileIsFollowed() throws Exception {
        storage.on("GET /bucket/out.mp4", Stub.bytes(Stub.CLIP));
        Station station = happy("sglang").with("hosts", new String[] {storage.address()});
        server.on(
                "GET /v1/videos/" + ID + "/content",
                400,
                "{\"detail\":\"Video has been uploaded to cloud storage. Please use the cloud URL: " + storage.address()
                        + "/bucket/out.mp4\"}");
        station.expect(Completed.class, Clip.of("sora-2"));
    }

    @Test
    void aResultOnAHostThatIsNotConfiguredWaitsForTheOperator() throws Exception {
        Station station = happy("new-api");
        server.on("GET /v1/videos/" + ID + "/content", 404, "{}");
        server.on("GET /v1/videos/" + ID, 200, "{\"status\":\"completed\",\"url\":\"" + storage.address() + "/x\"}");
        station.expect(Unknown.class, Clip.of("sora-2"));
        assertEquals(List.of(), storage.asked);
        storage.on("GET /x", Stub.bytes(Stub.CLIP));
        station.again().with("hosts", new String[] {storage.address()}).expect(Completed.class, Clip.of("sora-2"));
        assertEquals(1, server.count("POST /v1/videos"));
    }

    @Test
    void whatCannotHaveBegunIsToldFromWhatMayHave() throws Exception {
        server.on("POST /v1/videos", 401, "{\"error\":{\"message\":\"bad key\"}}");
        assertEquals(
                "upstream_credentials",
                station("openai").expect(Failed.class, Clip.of("sora-2")).code());
        server.on("POST /v1/videos", 402, "{}");
        assertEquals(
                "upstream_funds",
                station("openai").expect(Failed.class, Clip.of("sora-2")).code());
        server.on("POST /v1/videos", 404, "{}");
        assertTrue(station("openai").expect(Failed.class, Clip.of("sora-2")).retryable());
        server.on("POST /v1/videos", 400, "{\"detail\":\"size must be 720x1280\"}");
        assertTrue(station("openai")
                .expect(Refused.class, Clip.of("sora-2"))
                .message()
                .contains("720x1280"));
        server.on("POST /v1/videos", 429, "{}");
        assertEquals(
                30,
                station("openai")
                        .expect(Busy.class, Clip.of("sora-2"))
                        .retryAfter()
                        .toSeconds());
        server.on("POST /v1/videos", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            Stub.send(exchange, 503, "application/json", new byte[0]);
        });
        assertEquals(
                7,
                station("openai")
                        .expect(Busy.class, Clip.of("sora-2"))
                        .retryAfter()
                        .toSeconds());
        for (int status : new int[] {500, 502, 504, 408}) {
            server.on("POST /v1/videos", status, "{}");
            station("openai").expect(Unknown.class, Clip.of("sora-2"));
        }
        server.on("POST /v1/videos", 200, "<html>");
        station("openai").expect(Unknown.class, Clip.of("sora-2"));
        server.on("POST /v1/videos", Stub.cut());
        station("openai").expect(Unknown.class, Clip.of("sora-2"));
    }

    @Test
    void aJobWhoseAnswerWasLostIsFoundInTheList() throws Exception {
        Station station = happy("openai");
        server.on("POST /v1/videos", Stub.cut());
        long now = Instant.now().getEpochSecond();
        String mine =
                "{\"id\":\"" + ID + "\",\"prompt\":\"a paper boat\",\"size\":\"1280x720\",\"created_at\":" + now + "}";
        String other = "{\"id\":\"video_x\",\"prompt\":\"a kite\",\"size\":\"1280x720\",\"created_at\":" + now + "}";
        server.on("GET /v1/videos", 200, "{\"data\":[" + other + "," + mine + "]}");
        station.expect(Completed.class, Clip.of("sora-2"));
        assertEquals(1, server.count("POST /v1/videos"));
    }

    @Test
    void aJobThatLooksTheSameAndIsAnothersIsNotTaken() throws Exception {
        Station station = happy("openai");
        RemoteBackend backend = station.backend();
        assertInstanceOf(Completed.class, backend.render(Clip.of("sora-2"), station.attempt));
        server.on("POST /v1/videos", Stub.cut());
        long now = Instant.now().getEpochSecond();
        server.on(
                "GET /v1/videos",
                200,
                "{\"data\":[{\"id\":\"" + ID + "\",\"prompt\":\"a paper boat\",\"size\":\"1280x720\",\"created_at\":"
                        + now + "}]}");
        assertInstanceOf(Unknown.class, backend.render(Clip.of("sora-2").job("video_4567"), new Attempt(folder)));
    }

    @Test
    void twoThatFitAreNobodys() throws Exception {
        Station station = happy("openai");
        server.on("POST /v1/videos", Stub.cut());
        long now = Instant.now().getEpochSecond();
        String one =
                "{\"id\":\"video_1\",\"prompt\":\"a paper boat\",\"size\":\"1280x720\",\"created_at\":" + now + "}";
        server.on("GET /v1/videos", 200, "{\"data\":[" + one + "," + one.replace("video_1", "video_2") + "]}");
        station.expect(Unknown.class, Clip.of("sora-2"));
    }

    @Test
    void anotherMutoscopeIsAskedAgainWithTheSameKey() throws Exception {
        Station station = happy("mutoscope");
        server.on("POST /v1/videos", Stub.cut(), Stub.json(200, "{\"id\":\"" + ID + "\"}"));
        station.expect(Completed.class, Clip.of("sora-2"));
        assertEquals(2, server.count("POST /v1/videos"));
    }

    @Test
    void theServicesOwnPaceIsKept() throws Exception {
        Station station = happy("mutoscope");
        long[] times = new long[2];
        server.on(
                "GET /v1/videos/" + ID,
                exchange -> {
                    times[0] = System.nanoTime();
                    exchange.getResponseHeaders().add("openai-poll-after-ms", "300");
                    Stub.send(exchange, 200, "application/json", "{\"status\":\"queued\"}".getBytes());
                },
                exchange -> {
                    times[1] = System.nanoTime();
                    Stub.send(exchange, 200, "application/json", DONE.getBytes());
                });
        station.expect(Completed.class, Clip.of("sora-2"));
        assertTrue(times[1] - times[0] >= 290_000_000, "asked again after " + (times[1] - times[0]) + " ns");
    }

    @Test
    void aHugeOutputIsLetGoAndAnEndlessOneToo() throws Exception {
        Station station = happy("openai").with("download.mebibytes", 1);
        server.on("GET /v1/videos/" + ID + "/content", Stub.bytes(new byte[3 << 20]));
        Failed failed = station.expect(Failed.class, Clip.of("sora-2"));
        assertEquals("output_too_large", failed.code());
        assertFalse(failed.retryable());
        assertEquals(List.of("400000 settled"), station.attempt.costs);
    }

    @Test
    void longOddNamesAreKeptAsTheyAre() throws Exception {
        Station station = happy("litellm");
        String odd = "video_" + "bGl0ZWxsbTo=".repeat(40) + "/+ä";
        server.on("POST /v1/videos", 200, "{\"id\":\"" + odd + "\"}");
        String path = java.net.URLEncoder.encode(odd, java.nio.charset.StandardCharsets.UTF_8);
        server.on("GET /v1/videos/" + path, 200, DONE);
        server.on("GET /v1/videos/" + path + "/content", Stub.bytes(Stub.CLIP));
        station.expect(Completed.class, Clip.of("sora-2"));
    }

    @Test
    void followUpsGoWhereTheJobWasOrdered() throws Exception {
        Station station = happy("openai");
        server.on("GET /v1/videos/" + ID, 500, "{}");
        station.attempt.remaining = java.time.Duration.ofSeconds(2);
        station.expect(Unknown.class, Clip.of("sora-2"));
        server.on("GET /v1/videos/" + ID, 200, DONE);
        Station moved =
                station.again().with("base", storage.address() + "/v1").with("hosts", new String[] {server.address()});
        moved.expect(Completed.class, Clip.of("sora-2"));
        assertEquals(List.of(), storage.asked);
    }

    @Test
    void aConfigurationNamesEverythingThatIsWrongWithIt() {
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> new Station(folder, OpenAiVideosComponent::instance, "ftp://x")
                        .with("profile", "sora")
                        .with("slots", 0)
                        .with("paid.ends", new String[] {"always"})
                        .models("m sizes=1280x720 second=720x1280:1", "n speed=2", "o seconds=0")
                        .backend());
        for (String part :
                List.of("base", "profile", "slots", "paid.ends", "no price for 1280x720", "speed=2", "seconds")) {
            assertTrue(wrong.getMessage().contains(part), part + " in " + wrong.getMessage());
        }
        assertFalse(wrong.getMessage().contains("secret"));
    }

    @Test
    void theOfferSaysWhatOneHasToKnow() {
        var offer = station("litellm")
                .with("budget.day.micros", 1_000_000L)
                .backend()
                .capabilities();
        assertEquals("1000000", offer.attributes().get("mutoscope.budget.day.micros"));
        var attributes = offer.models().get(0).attributes();
        assertEquals("false", attributes.get("mutoscope.cancel"));
        assertEquals("true", attributes.get("mutoscope.seed"));
        assertEquals("per second {*=100000}", attributes.get("mutoscope.price"));
        assertEquals("paid also when cancelled", attributes.get("mutoscope.refund"));
    }

    @Test
    void theEstimateIsTheMostItCanCost() {
        var estimate = station("openai").backend().estimate(Clip.of("sora-2").seconds(8));
        assertEquals(800_000, estimate.cost().orElseThrow().micros());
    }
}
