package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong, does so when it is told to and only then. */
@Timeout(300)
class FaultsTest {
    private StandIn service;
    private Caller caller;

    @BeforeEach
    void start() {
        service = StandIn.start("openai-videos", 0);
        caller = new Caller(service).with("Authorization", "Bearer " + StandIn.KEY);
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Caller.Reply submit() {
        return caller.form("/v1/videos", "prompt", "a cat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fault\":[]}",
                "{\"faults\":[{\"fault\":\"unheard_of\"}]}",
                "{\"faults\":[{\"fault\":\"busy\",\"tiems\":2}]}",
                "{\"faults\":[{\"fault\":\"busy\",\"times\":-1}]}",
                "{\"faults\":[7]}",
                "{\"pace\":{\"polls\":0}}",
                "{\"random\":{\"odds\":1}}",
                "[]",
                "{"
            })
    void aWrongScriptIsRefusedAndChangesNothing(String script) {
        assertEquals(400, caller.put("/__script", script).status());
        assertEquals(200, submit().status());
    }

    @ParameterizedTest
    @CsvSource({
        "busy, 429, rate_limit_exceeded",
        "busy_later, 429, rate_limit_exceeded",
        "unauthorized, 401, invalid_api_key",
        "refused, 400, invalid_value",
        "not_found, 404, not_found",
        "server_error, 500,"
    })
    void whatIsRefusedBeginsNothing(String fault, int status, String code) {
        service.order(Trouble.next("submit", Fault.of(fault)));
        Caller.Reply reply = submit();
        assertEquals(status, reply.status());
        assertEquals(code, reply.at("error.code"));
        assertEquals(0, service.begun());
        assertEquals(200, submit().status(), "once only");
    }

    @ParameterizedTest
    @CsvSource({"error_after, 500", "gateway_after, 502"})
    void whatFailsAfterwardsHasBegun(String fault, int status) {
        service.order(Trouble.next("submit", Fault.of(fault)));
        assertEquals(status, submit().status());
        assertEquals(1, service.begun());
        assertEquals(0, service.charged());
        service.finish();
        assertEquals(400_000, service.charged(), "nobody asked for it again, and it was rendered");
    }

    @ParameterizedTest
    @CsvSource({"cut_before, 0", "cut_after, 1", "half, 1"})
    void connectionsAreCut(String fault, int begun) {
        service.order(Trouble.next("submit", Fault.of(fault)));
        assertThrows(UncheckedIOException.class, this::submit);
        assertEquals(begun, service.begun());
    }

    @ParameterizedTest
    @CsvSource({"hang_before, 0", "hang_after, 1"})
    void aServiceThatHangsIsCutInTheEnd(String fault, int begun) {
        service.order(Trouble.next("submit", Fault.of(fault)).with("millis", 50));
        assertThrows(UncheckedIOException.class, this::submit);
        assertEquals(begun, service.begun());
    }

    @Test
    void aResetWakesWhatHangs() {
        service.order(Trouble.next("submit", Fault.HANG_AFTER));
        Thread waker = new Thread(() -> {
            while (service.begun() == 0) {
                Thread.onSpinWait();
            }
            service.reset();
        });
        waker.start();
        assertThrows(UncheckedIOException.class, this::submit);
        assertEquals(0, service.begun());
    }

    @Test
    void answersLoseTheirSense() {
        for (String word : List.of("garbage", "empty", "wrong_type")) {
            service.order(Trouble.next("submit", Fault.of(word)));
            Caller.Reply reply = submit();
            assertEquals(200, reply.status());
            assertEquals(word.equals("wrong_type") ? "text/html; charset=utf-8" : "application/json", reply.type());
            assertEquals(null, reply.json());
        }
        assertEquals(3, service.begun());
    }

    private String done() {
        service.polls(1);
        String path = "/v1/videos/" + submit().at("id");
        caller.get(path).good();
        return path + "/content";
    }

    @Test
    void contentComesSlowlyWrongOrNotAnyMore() {
        String content = done();
        byte[] good = caller.get(content).bytes();
        service.order(Trouble.next("content", Fault.SLOW).with("millis", 200));
        assertArrayEquals(good, caller.get(content).bytes());
        service.order(Trouble.next("content", Fault.WRONG_BYTES));
        Caller.Reply wrong = caller.get(content);
        assertEquals("video/mp4", wrong.type());
        assertEquals("PNG", new String(wrong.bytes(), 1, 3, StandardCharsets.US_ASCII));
        service.order(Trouble.next("content", Fault.EXPIRED));
        assertEquals(403, caller.get(content).status());
        service.order(Trouble.next("content", Fault.HUGE).with("bytes", 1_000_000));
        assertEquals(1_000_000, caller.get(content).bytes().length);
        service.order(Trouble.next("content", Fault.REDIRECT).with("to", "http://127.0.0.1:9/x"));
        assertEquals(302, caller.get(content).status());
    }

    @Test
    void aFloodEndsWhenTheClientLeaves() throws IOException, InterruptedException {
        String content = done();
        service.order(Trouble.next("content", Fault.HUGE));
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + content))
                .header("Authorization", "Bearer " + StandIn.KEY)
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            assertEquals(1 << 20, in.readNBytes(1 << 20).length);
        }
        assertEquals(200, caller.get(content).status());
    }

    @Test
    void scriptsSkipAndRepeat() {
        String script =
                "{\"faults\":[{\"route\":\"submit\",\"fault\":\"busy\",\"skip\":1,\"times\":2}],\"pace\":{\"polls\":1}}";
        caller.put("/__script", script).good();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(submit().status());
        }
        assertEquals(List.of(200, 429, 429, 200), statuses);
        caller.post("/__finish", Map.of()).good();
        assertEquals(800_000, caller.get("/__log").at("charged_micros"));
        caller.post("/__reset", Map.of()).good();
        assertEquals(List.of(), caller.get("/__log").at("jobs"));
    }

    @Test
    void chanceIsTheSameForTheSameSeed() {
        String script =
                "{\"random\":{\"seed\":7,\"permille\":400,\"faults\":[\"busy\",\"server_error\"],\"routes\":[\"submit\"]}}";
        List<Integer> first = statuses(script);
        assertEquals(first, statuses(script));
        assertTrue(first.contains(200) && first.contains(429) && first.contains(500), first.toString());
        assertEquals(7, caller.get("/__log").at("seed"));
    }

    private List<Integer> statuses(String script) {
        service.reset();
        service.script(script);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            statuses.add(submit().status());
        }
        return statuses;
    }

    @Test
    void timeCanCountInsteadOfReadings() {
        service.millis(1);
        String path = "/v1/videos/" + submit().at("id");
        while (!caller.get(path).at("status").equals("completed")) {
            Thread.onSpinWait();
        }
        assertEquals(400_000, service.charged());
    }
}
