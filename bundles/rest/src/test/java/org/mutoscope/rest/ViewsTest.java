package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;

/** Views by HTTP: who may ask, what arrives, what is answered. */
class ViewsTest {
    private static final String VIEWS = "/api/v1/views";
    private static final String ADMIN = "/api/v1/admin/views/";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final YearMonth MONTH = YearMonth.of(2026, 10);
    private static final ViewDesk.Appeal APPEAL = new ViewDesk.Appeal(
            "appeal_1",
            "video_1",
            LocalDate.of(2026, 10, 10),
            "acct_ann",
            "honest",
            ViewDesk.AppealState.OPEN,
            null,
            AT);

    private Served served;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.watch = stub(Watch.class);
        served.house.views = stub(Views.class);
        served.house.viewDesk = stub(ViewDesk.class);
    }

    private <T> T stub(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    String line = Arrays.stream(values)
                            .map(value -> value instanceof Caller caller ? caller.accountId() : String.valueOf(value))
                            .collect(Collectors.joining(", "));
                    asked.add(method.getName() + "(" + line + ")");
                    return answer(method.getName());
                }));
    }

    private static Object answer(String name) {
        return switch (name) {
            case "open" -> new Watch.Token("vt1.a.b", AT, 5_000);
            case "counts" -> List.of(new ViewDesk.Count(
                    "video_1",
                    List.of(new ViewDesk.Seen("burst", true, 51, 0), new ViewDesk.Seen("valid", false, 1, 1))));
            case "appeal", "decide" -> APPEAL;
            case "appeals" -> List.of(APPEAL);
            case "month" -> new Views.Month(MONTH, Views.State.SEALED, 3, 2, 1, 3_000_000);
            case "corrections" -> List.of(new Views.Correction(7, MONTH, "video_1", null, -1, "bought", AT));
            case "recompute" -> new ViewDesk.Recomputed(MONTH, 6, 3_000_000, List.of("something"));
            default -> null;
        };
    }

    @AfterEach
    void close() {
        served.close();
    }

    private static String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    private static void fine(HttpResponse<byte[]> answer) {
        assertEquals(200, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    /** As a browser sends it that leaves a page: without a key, as plain text. */
    private HttpResponse<byte[]> beacon(String type, String body) throws Exception {
        return served.send(served.request(null, VIEWS)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String events(String event) {
        return "{\"token\":\"vt1.a.b\",\"events\":[" + event + "]}";
    }

    @Test
    void badBeaconsAreNamed() throws Exception {
        String text = "text/plain;charset=UTF-8";
        assertEquals("unsupported_media_type", code(beacon("text/html", "{}")));
        assertEquals("invalid_json", code(beacon(text, "watched!")));
        assertEquals("invalid_request", code(beacon(text, "{}")));
        assertEquals("invalid_view", code(beacon(text, "{\"token\":\"t\"}")));
        assertEquals("invalid_view", code(beacon(text, "{\"token\":\"t\",\"events\":{\"n\":0}}")));
        assertEquals("invalid_view", code(beacon(text, events("7"))));
        for (String event : List.of(
                "{\"n\":0,\"kind\":\"start\",\"watched_ms\":0}",
                "{\"n\":-1,\"kind\":\"beat\",\"watched_ms\":0,\"visible\":true}",
                "{\"n\":99999999999,\"kind\":\"beat\",\"watched_ms\":0,\"visible\":true}",
                "{\"n\":1.5,\"kind\":\"beat\",\"watched_ms\":0,\"visible\":true}",
                "{\"n\":1,\"kind\":\"beat\",\"watched_ms\":1e9,\"visible\":true}",
                "{\"n\":1,\"kind\":\"beat\",\"watched_ms\":\"long\",\"visible\":true}",
                "{\"n\":1,\"kind\":\"beat\",\"watched_ms\":[1],\"visible\":true}",
                "{\"n\":1,\"kind\":\"beat\",\"watched_ms\":1,\"visible\":\"yes\"}")) {
            assertEquals("invalid_view", code(beacon(text, events(event))), event);
        }
        String longer =
                events("{\"n\":1,\"kind\":\"beat\",\"watched_ms\":1,\"visible\":true}".concat(" ".repeat(9_000)));
        assertEquals("request_too_large", code(beacon(text, longer)));
        assertEquals(List.of(), asked);
    }

    @Test
    void aBeaconArrives() throws Exception {
        String body = events("{\"n\":1,\"kind\":\"end\",\"watched_ms\":3000,\"visible\":true}");
        for (String type : List.of("text/plain;charset=UTF-8", "application/json")) {
            assertEquals(204, beacon(type, body).statusCode());
        }
        assertEquals(
                "note(Report[token=vt1.a.b, network=127.0.0.1, events=[Event[n=1, kind=END, watchedMillis=3000,"
                        + " visible=true]]])",
                asked.get(0));
        assertEquals(asked.get(0), asked.get(1));
    }

    @Test
    void tokensSayWhoWatches() throws Exception {
        fine(served.post("ann", VIEWS + "/tokens", "{\"video\":\"video_1\"}"));
        fine(served.post("ann", VIEWS + "/tokens", "{\"video\":\"video_1\",\"visitor\":\"mary\"}"));
        HttpResponse<byte[]> open = served.send(served.request(null, VIEWS + "/tokens/open")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"video\":\"video_1\"}")));
        fine(open);
        assertEquals("vt1.a.b", Served.json(open).path("token").asText());
        assertEquals(
                List.of(
                        "open(Visit[jobId=video_1, account=ann, site=null, visitor=null])",
                        "open(Visit[jobId=video_1, account=null, site=ann, visitor=mary])",
                        "open(Visit[jobId=video_1, account=null, site=null, visitor=null])"),
                asked.stream().map(line -> line.replace("acct_ann", "ann")).toList());
        assertEquals("invalid_request", code(served.post("ann", VIEWS + "/tokens", "{}")));
    }

    @Test
    void countsAndAppeals() throws Exception {
        HttpResponse<byte[]> counts = served.get("ann", VIEWS + "?month=2026-10&video=video_1&limit=1");
        fine(counts);
        assertEquals(51, Served.json(counts).at("/data/0/seen/0/views").asInt());
        assertTrue(asked.get(0).endsWith(", 2026-10, video_1, null, 2)"), asked.get(0));
        fine(served.post("ann", VIEWS + "/appeals", "{\"video\":\"video_1\",\"day\":\"2026-10-10\",\"text\":\"x\"}"));
        fine(served.get("ann", VIEWS + "/appeals?state=open"));
        for (String month : List.of("2026", "2026-13", "2026-1", "october", "2026-10-10")) {
            assertEquals("invalid_request", code(served.get("ann", VIEWS + "?month=" + month)), month);
        }
        assertEquals("invalid_request", code(served.get("ann", VIEWS + "/appeals?state=odd")));
        for (String day : List.of("2026-10", "2026-02-30", "+12026-10-10", "today")) {
            assertEquals(
                    "invalid_request",
                    code(served.post(
                            "ann", VIEWS + "/appeals", "{\"video\":\"v\",\"day\":\"" + day + "\",\"text\":\"x\"}")));
        }
    }

    @Test
    void operatorsDecideAndAuditorsLook() throws Exception {
        String yes = "{\"allow\":true,\"reason\":\"x\"}";
        String ruling = "{\"video\":\"video_1\",\"day\":\"2026-10-10\",\"withhold\":true,\"reason\":\"x\"}";
        for (String who : List.of("ann", "audrey")) {
            assertEquals("forbidden", code(served.post(who, ADMIN + "appeals/appeal_1", yes)));
            assertEquals("forbidden", code(served.post(who, ADMIN + "rulings", ruling)));
            assertEquals("forbidden", code(served.post(who, ADMIN + "months/2026-10/recompute", "{}")));
        }
        assertEquals("forbidden", code(served.get("ann", ADMIN + "months/2026-10")));
        assertEquals("forbidden", code(served.get("ann", ADMIN + "corrections")));
        assertEquals(List.of(), asked);
        fine(served.post("olga", ADMIN + "appeals/appeal_1", yes));
        fine(served.post("olga", ADMIN + "rulings", ruling));
        fine(served.post("olga", ADMIN + "months/2026-10/recompute", "{}"));
        fine(served.get("audrey", ADMIN + "months/2026-10"));
        fine(served.get("audrey", ADMIN + "corrections?after=6"));
        assertEquals("corrections(6, 100)", asked.get(4));
        assertEquals("invalid_request", code(served.post("olga", ADMIN + "rulings", "{\"video\":\"v\"}")));
    }

    @Test
    void theScriptIsSmallAndAsksNobodyElse() throws Exception {
        HttpResponse<byte[]> script =
                served.send(served.request(null, "/views.js").GET());
        fine(script);
        String text = new String(script.body(), StandardCharsets.UTF_8);
        assertTrue(script.body().length < 3_072, "bytes: " + script.body().length);
        assertFalse(text.replace("https://PLATFORM/views.js", "").contains("http"), "no other server");
        assertFalse(
                text.contains("localStorage") || text.contains("document.cookie"), "nothing is kept in the browser");
        assertTrue(script.headers().firstValue("content-type").orElse("").startsWith("text/javascript"));
    }
}
