package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhook endpoints in the form of the SDKs. */
class WebhooksTest {
    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final String WANTED =
            "{\"name\":\"n\",\"url\":\"https://example.com/h\",\"event_types\":[\"video.completed\",\"video.failed\"]}";

    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
    }

    @AfterEach
    void close() throws Exception {
        served.close();
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        return Served.json(answer);
    }

    @Test
    void theLifeOfAnEndpoint() throws Exception {
        assertEquals(
                "video.completed",
                ok(served.get("ann", "/v1/webhook_event_types")).at("/data/0").asText());
        JsonNode made = ok(served.post("ann", ENDPOINTS, WANTED));
        assertEquals("webhook_endpoint", made.get("object").asText());
        assertEquals("whsec_abcd", made.get("signing_secret").asText());
        assertEquals(100, made.get("created_at").asLong());
        assertEquals(2, made.get("event_types").size());
        ok(served.post("ann", ENDPOINTS, WANTED));

        JsonNode page = ok(served.get("ann", ENDPOINTS + "?limit=1"));
        assertTrue(page.get("has_more").asBoolean());
        assertEquals("whe_0", page.get("last_id").asText());
        page = ok(served.get("ann", ENDPOINTS + "?limit=1&after=whe_0"));
        assertFalse(page.get("has_more").asBoolean());
        assertEquals("whe_1", page.get("first_id").asText());
        assertFalse(page.at("/data/0").has("signing_secret"));

        String one = ENDPOINTS + "/whe_0";
        assertEquals(
                "abcd", ok(served.get("ann", one)).get("signing_secret_hint").asText());
        ok(served.post("ann", one, "{\"name\":\"m\"}"));
        assertEquals(
                "whsec_efgh",
                ok(served.post("ann", one + "/rotate_secret", "{\"keep_old_secret_active_for_24_hours\":true}"))
                        .get("signing_secret")
                        .asText());
        ok(served.post("ann", one + "/rotate_secret", "{}"));
        assertEquals(
                204,
                ok(served.post("ann", one + "/test", "{\"event_type\":\"video.failed\"}"))
                        .get("status_code")
                        .asInt());
        JsonNode sent = ok(served.get("ann", "/api/v1" + one.substring(3) + "/deliveries"));
        assertEquals("no answer", sent.at("/data/0/problem").asText());
        assertTrue(sent.at("/data/0/status_code").isNull());
        ok(served.post("ann", "/api/v1" + one.substring(3) + "/replay", "{\"event_id\":\"evt_1\"}"));
        ok(served.post("ann", "/api/v1" + one.substring(3) + "/replay", "{\"since\":\"2026-11-22T08:00:00Z\"}"));
        assertTrue(ok(served.delete("ann", one)).get("deleted").asBoolean());
        assertEquals(404, served.get("ann", one).statusCode());
        assertEquals(
                List.of(
                        "update whe_0 Wanted[name=m, url=null, eventTypes=null]",
                        "rotate whe_0 true",
                        "rotate whe_0 false",
                        "test whe_0 video.failed",
                        "replay whe_0 evt_1 null",
                        "replay whe_0 null 2026-11-22T08:00:00Z"),
                served.webhooks.acts);
    }

    @Test
    void wrongRequestsAreNamed() throws Exception {
        ok(served.post("ann", ENDPOINTS, WANTED));
        String replay = "/api/v1/webhook_endpoints/whe_0/replay";
        assertEquals("invalid_request", code(served.post("ann", replay, "{}")));
        assertEquals("invalid_request", code(served.post("ann", replay, "{\"since\":\"yesterday\"}")));
        assertEquals("not_found", code(served.post("ann", replay, "{\"event_id\":\"evt_none\"}")));
        assertEquals("invalid_request", code(served.post("ann", ENDPOINTS + "/whe_0/test", "{}")));
        assertEquals(
                "invalid_webhook",
                code(served.post("ann", ENDPOINTS, "{\"name\":\"n\",\"url\":\"u\",\"event_types\":\"all\"}")));
        assertEquals("invalid_paging", code(served.get("ann", ENDPOINTS + "?limit=101")));
        assertEquals("webhook_not_found", code(served.get("ann", ENDPOINTS + "/whe_9")));
        assertEquals(401, served.get(null, ENDPOINTS).statusCode());
        assertEquals(403, served.post("audrey", ENDPOINTS, WANTED).statusCode());
    }

    private static String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }
}
