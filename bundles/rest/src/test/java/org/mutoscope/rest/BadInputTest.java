package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.jobs.JobState;

/** What must not work, and how it says so: always our envelope, never a 5xx, nothing submitted. */
class BadInputTest {
    private static final long MB = 1 << 20;
    private static Served served;

    @BeforeAll
    static void serve() throws Exception {
        served = new Served();
    }

    @AfterAll
    static void stop() throws Exception {
        served.close();
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertEquals(status, answer.statusCode(), text);
        JsonNode error = Served.json(answer).get("error");
        assertEquals(code, error.get("code").asText(), text);
        assertTrue(
                error.has("param") && error.has("type") && error.get("number").asInt() > 1000, text);
        assertTrue(error.get("message").asText().length() > 15, text);
    }

    private void submitRefused(String json, int status, String code) throws Exception {
        int before = served.studio.seen.size();
        refused(served.post("ann", "/v1/videos", json), status, code);
        assertEquals(before, served.studio.seen.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"a cat\"",
                "{\"prompt\":\"a\"} x",
                "{\"prompt\":\"a\",\"prompt\":\"b\"}",
                "{\"prompt\":\"a\",}",
                "{'prompt':'a'}",
                "{\"prompt\":\"\\x\"}",
                "{\"prompt\":NaN}"
            })
    void whatIsNotOneJsonObject(String json) throws Exception {
        submitRefused(json, 400, "invalid_json");
    }

    @Test
    void deepJson() throws Exception {
        submitRefused("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 400, "invalid_json");
        submitRefused("{\"a\":".repeat(100_000), 400, "invalid_json");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', missing_prompt",
        "'{\"prompt\":null}', missing_prompt",
        "'{\"prompt\":{}}', invalid_prompt",
        "'{\"prompt\":[\"a\",\"b\"]}', invalid_request",
        "'{\"prompt\":\"\\ud800\"}', invalid_prompt",
        "'{\"prompt\":\"a\\u0000b\"}', invalid_prompt",
        "'{\"prompt\":\"a\",\"x\":\"\\udfff\"}', invalid_request",
        "'{\"prompt\":\"a\",\"size\":{\"w\":1}}', invalid_request",
        "'{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"https://x/y.png\"}}', fetching_off",
        "'{\"prompt\":\"a\",\"input_reference[image_url]\":\"https://x/y.png\"}', fetching_off",
        "'{\"prompt\":\"a\",\"characters\":[{\"no\":\"c\"}]}', invalid_character",
    })
    void badFields(String json, String code) throws Exception {
        submitRefused(json, 400, code);
    }

    @Test
    void longTexts() throws Exception {
        submitRefused("{\"prompt\":\"" + "x".repeat(300_000) + "\"}", 400, "prompt_too_long");
        submitRefused("{\"prompt\":\"a\",\"x\":\"" + "x".repeat(300_000) + "\"}", 400, "invalid_json");
        String image = "data:image/png;base64," + "A".repeat(20_971_000);
        HttpResponse<byte[]> taken = served.post(
                "ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"" + image + "\"}}");
        assertEquals(200, taken.statusCode(), new String(taken.body()));
        String larger = "data:image/png;base64," + "A".repeat(26_700_000);
        submitRefused(
                "{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"" + larger + "\"}}", 400, "invalid_picture");
        refused(
                served.multipart(
                        "ann", new Wire().text("prompt", "x".repeat(300_000)).end()),
                400,
                "prompt_too_long");
    }

    @Test
    void wrongContentTypes() throws Exception {
        for (String type : new String[] {
            "text/plain", "application/x-www-form-urlencoded", "image/png", "junk", ";;;", "application/jsonp"
        }) {
            refused(
                    served.send(served.request("ann", "/v1/videos")
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString("prompt=a"))),
                    415,
                    "unsupported_media_type");
        }
        refused(
                served.send(served.request("ann", "/v1/videos").POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "unsupported_media_type");
        refused(
                served.send(served.request("ann", "/v1/videos")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "unsupported_media_type");
    }

    @Test
    void brokenMultipart() throws Exception {
        Wire whole = new Wire().text("prompt", "a cat");
        byte[] good = whole.end();
        for (int cut = 0; cut < good.length - 4; cut++) {
            HttpResponse<byte[]> answer = served.multipart("ann", java.util.Arrays.copyOf(good, cut));
            refused(answer, 400, "invalid_multipart");
        }
        refused(served.multipart("ann", new Wire().raw("no boundary at all").unended()), 400, "invalid_multipart");
        refused(
                served.multipart(
                        "ann",
                        new Wire().part("Content-Type: text/plain", new byte[3]).end()),
                400,
                "invalid_multipart");
        refused(
                served.multipart(
                        "ann", new Wire().part("x".repeat(20_000), new byte[3]).end()),
                400,
                "invalid_multipart");
        Wire many = new Wire();
        for (int i = 0; i < 201; i++) {
            many.text("p" + i, "v");
        }
        refused(served.multipart("ann", many.end()), 400, "invalid_multipart");
        refused(
                served.send(served.request("ann", "/v1/videos")
                        .header("Content-Type", "multipart/form-data")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(good))),
                400,
                "invalid_multipart");
    }

    @Test
    void filesThatNobodyWantsAreNamed() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xff};
        for (Wire wire : new Wire[] {
            new Wire().text("prompt", "a").file("mask", "x.png", png),
            new Wire().text("prompt", "a").file("mask", "x.png", new byte[400_000])
        }) {
            refused(served.multipart("ann", wire.end()), 400, "unsupported_feature");
        }
        refused(served.multipart("ann", new Wire().file("prompt", "p.txt", png).end()), 400, "invalid_prompt");
        refused(
                served.multipart(
                        "ann",
                        new Wire().text("prompt", "a").text("prompt", "b").end()),
                400,
                "invalid_request");
    }

    @Test
    void keys() throws Exception {
        refused(served.get(null, "/v1/videos"), 401, "missing_api_key");
        refused(served.get("nobody", "/v1/videos"), 401, "invalid_api_key");
        refused(served.get("expired", "/v1/videos"), 401, "expired_api_key");
        for (String header : new String[] {"Basic abc", "Bearer", "mk_ann", "Bearer " + "x".repeat(5_000), "\u00e4"}) {
            refused(
                    served.send(served.request(null, "/v1/videos")
                            .header("Authorization", header)
                            .GET()),
                    401,
                    "invalid_api_key");
        }
        refused(
                served.send(served.request("ann", "/v1/videos")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "k".repeat(256))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a\"}"))),
                400,
                "invalid_request");
    }

    @Test
    void whatBelongsToAnotherIsNotThere() throws Exception {
        served.board.put(StubBoard.job("video_ann", "acct_ann", JobState.COMPLETED));
        refused(served.get("bob", "/v1/videos/video_ann"), 404, "video_not_found");
        refused(served.get("root", "/v1/videos/video_ann"), 404, "video_not_found");
        refused(served.delete("bob", "/v1/videos/video_ann"), 404, "video_not_found");
        refused(served.get("bob", "/v1/videos/video_ann/content"), 404, "video_not_found");
        refused(served.get("bob", "/api/v1/jobs/video_ann"), 404, "video_not_found");
        refused(served.get("bob", "/api/v1/jobs/video_ann/events"), 404, "video_not_found");
        refused(served.post("bob", "/api/v1/jobs/video_ann/cancel", "{}"), 404, "video_not_found");
        refused(served.post("audrey", "/api/v1/jobs/video_ann/cancel", "{}"), 403, "forbidden");
        assertEquals(200, served.get("audrey", "/api/v1/jobs/video_ann").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "a.b",
                "%20",
                "a;x=1",
                "a'%20or%201=1",
                "%C3%BC",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void strangeIds(String id) throws Exception {
        refused(served.get("ann", "/v1/videos/" + id), 404, "video_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "a%00b", "a%2Fb", "%", "%zz", "a\\b", "..;/x"})
    void pathTricksNeverReachAnything(String id) throws Exception {
        String answer = served.raw("GET /v1/videos/" + id
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mk_ann\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 40") || answer.contains("\"object\":\"list\""), answer);
    }

    @Test
    void unknownAddressesAndMethods() throws Exception {
        refused(served.get("ann", "/v2/videos"), 404, "not_found");
        refused(served.get(null, "/etc/passwd"), 404, "not_found");
        HttpResponse<byte[]> put =
                served.send(served.request("ann", "/v1/videos").PUT(HttpRequest.BodyPublishers.ofString("{}")));
        refused(put, 405, "method_not_allowed");
        assertTrue(put.headers().firstValue("allow").orElseThrow().contains("POST"));
        refused(
                served.send(
                        served.request("ann", "/v1/videos/edits").method("PATCH", HttpRequest.BodyPublishers.noBody())),
                405,
                "method_not_allowed");
    }

    @Test
    void refusalsOfTheStudioKeepTheirStatusAndTellSdksWhetherToRepeat() throws Exception {
        HttpResponse<byte[]> broke = served.post("ann", "/v1/videos", "{\"prompt\":\"refuse INSUFFICIENT_QUOTA\"}");
        refused(broke, 429, "insufficient_quota");
        assertEquals("false", broke.headers().firstValue("x-should-retry").orElseThrow());
        assertEquals("insufficient_quota", Served.json(broke).at("/error/type").asText());
        HttpResponse<byte[]> full = served.post("ann", "/v1/videos", "{\"prompt\":\"refuse QUEUE_FULL\"}");
        refused(full, 429, "queue_full");
        assertTrue(full.headers().firstValue("retry-after").isPresent());
        refused(
                served.post("ann", "/v1/videos", "{\"prompt\":\"refuse IDEMPOTENCY_KEY_REUSED\"}"),
                400,
                "idempotency_key_reused");
    }

    @Test
    void whatNobodyForesawIsToldToTheLogAlone() throws Exception {
        HttpResponse<byte[]> answer = served.post("ann", "/v1/videos", "{\"prompt\":\"break\"}");
        refused(answer, 500, "internal_error");
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertFalse(text.contains("secret") || text.contains("Exception"), text);
        assertTrue(text.contains(answer.headers().firstValue("x-request-id").orElseThrow()));
    }

    @Test
    void aPartThatIsNotThereYetAnswersStarting() throws Exception {
        try (Served young = new Served()) {
            young.house.studio = null;
            HttpResponse<byte[]> answer = young.post("ann", "/v1/videos", "{\"prompt\":\"a\"}");
            refused(answer, 503, "starting");
            assertEquals(503, young.get(null, "/health").statusCode());
            assertEquals(200, young.get(null, "/health/live").statusCode());
            young.house.identity = null;
            refused(young.get("ann", "/v1/videos"), 503, "starting");
            young.start();
            assertEquals(200, young.get("ann", "/v1/videos").statusCode());
            assertEquals(200, young.get(null, "/health").statusCode());
        }
    }

    @Test
    void tooLargeIsAnsweredWhileTheClientStillSends() throws Exception {
        byte[] head = new Wire()
                .text("prompt", "a")
                .raw("--" + Wire.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"input_reference\"\r\n\r\n")
                .unended();
        HttpRequest.Builder known = served.request("ann", "/v1/videos")
                .header("Content-Type", "multipart/form-data; boundary=" + Wire.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> endless(head)), head.length + 200 * MB));
        refused(served.send(known), 413, "request_too_large");
        HttpRequest.Builder chunked = served.request("ann", "/v1/videos")
                .header("Content-Type", "multipart/form-data; boundary=" + Wire.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> endless(head)));
        refused(served.send(chunked), 413, "request_too_large");
        refused(
                served.post("ann", "/api/v1/quote", "{\"model\":\"" + "x".repeat(2_000_000) + "\"}"),
                413,
                "request_too_large");
    }

    private static InputStream endless(byte[] head) {
        return new SequenceInputStream(new ByteArrayInputStream(head), new Zeros(200 * MB));
    }

    /** So many zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(into, from, from + count, (byte) 0);
            left -= count;
            return count;
        }
    }

    @Test
    void tooManyRequests() throws Exception {
        try (Served small = new Served()) {
            small.door.configure(new Settings(100_000, 100_000, 60, 2, Set.of(), 15, 600));
            assertEquals(200, small.get("ann", "/v1/videos").statusCode());
            assertEquals(200, small.get("ann", "/v1/videos").statusCode());
            HttpResponse<byte[]> third = small.get("ann", "/v1/videos");
            refused(third, 429, "rate_limit_exceeded");
            assertTrue(Integer.parseInt(
                            third.headers().firstValue("retry-after-ms").orElseThrow())
                    <= 1_000);
            assertEquals(200, small.get("bob", "/v1/videos").statusCode());
        }
    }

    @Test
    void browsersOfOtherOriginsAreNotLetIn() throws Exception {
        HttpRequest.Builder preflight = served.request(null, "/v1/videos")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        assertTrue(served.send(preflight)
                .headers()
                .firstValue("access-control-allow-origin")
                .isEmpty());
        try (Served open = new Served()) {
            open.door.configure(new Settings(100_000, 100_000, 0, 2, Set.of("https://good.example"), 15, 600));
            HttpResponse<byte[]> answer = open.send(open.request(null, "/v1/videos")
                    .header("Origin", "https://good.example")
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertEquals(204, answer.statusCode());
            assertEquals(
                    "authorization",
                    answer.headers().firstValue("access-control-allow-headers").orElseThrow());
        }
    }
}
