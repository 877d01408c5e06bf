package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.review.Said;

/** The review desk by HTTP: who may ask, what arrives, what is answered. */
class ReviewsTest {
    private static final String DESK = "/api/v1/admin/reviews";
    private static final String OWN = "/api/v1/reviews";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Reviews.Review REVIEW = new Reviews.Review(
            "video_1",
            "acct_ann",
            "prompt",
            Reviews.State.OPEN,
            true,
            AT,
            AT,
            "prin_olga",
            AT,
            null,
            null,
            null,
            null,
            "a quokka",
            List.of(new Said("rules (a@1)", "is it one?", List.of(new Finding("animal", "quokka", 2, 8, 5)))),
            Map.of("deception", 2L));

    private Served served;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.reviews = (Reviews) Proxy.newProxyInstance(
                Reviews.class.getClassLoader(), new Class<?>[] {Reviews.class}, (proxy, method, values) -> {
                    String line = Arrays.stream(values == null ? new Object[0] : values)
                            .map(value -> value instanceof Caller caller ? caller.accountId() : String.valueOf(value))
                            .collect(Collectors.joining(", "));
                    asked.add(method.getName() + "(" + line + ")");
                    return method.getReturnType() == List.class
                            ? List.of(REVIEW)
                            : method.getReturnType() == Reviews.Clock.class
                                    ? new Reviews.Clock(
                                            1, Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(1))
                                    : REVIEW;
                });
    }

    @AfterEach
    void close() {
        served.close();
    }

    private JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        JsonNode json = Served.json(answer);
        assertEquals(200, answer.statusCode(), json.toString());
        return json;
    }

    private String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    @Test
    void theDeskIsForOperators() throws Exception {
        for (String who : List.of("ann", "audrey")) {
            assertEquals("forbidden", code(served.get(who, DESK)));
            assertEquals("forbidden", code(served.get(who, DESK + "/video_1")));
            assertEquals("forbidden", code(served.get(who, DESK + "/clock")));
            assertEquals("forbidden", code(served.post(who, DESK + "/next", "{}")));
            assertEquals("forbidden", code(served.post(who, DESK + "/video_1/claim", "{}")));
            assertEquals("forbidden", code(served.post(who, DESK + "/video_1", "{\"allow\":true,\"reason\":\"r\"}")));
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void whatIsDecidedArrives() throws Exception {
        JsonNode claimed = ok(served.post("olga", DESK + "/next", "{}"));
        assertEquals("a quokka", claimed.get("text").asText());
        assertEquals(2, claimed.at("/guards/0/findings/0/start").asInt());
        assertEquals(2, claimed.at("/offences/deception").asInt());
        ok(served.post("olga", DESK + "/video_1/claim", "{}"));
        ok(served.post(
                "olga", DESK + "/video_1", "{\"allow\":true,\"reason\":\"fine\",\"duties\":{\"attribute\":\"Ann\"}}"));
        assertTrue(
                asked.get(2)
                        .endsWith(
                                "video_1, Decision[allow=true, category=null, sentence=null, duties={attribute=Ann}, reason=fine])"),
                asked.get(2));
        assertTrue(asked.get(0).endsWith(", null)"), asked.get(0));
        assertTrue(ok(served.get("olga", DESK + "/clock")).get("late").asBoolean());
    }

    @Test
    void badRequestsAreNamed() throws Exception {
        assertEquals("invalid_request", code(served.get("olga", DESK + "?state=lost")));
        assertEquals("invalid_request", code(served.post("olga", DESK + "/video_1", "{\"reason\":\"r\"}")));
        assertEquals(
                "invalid_decision",
                code(served.post("olga", DESK + "/video_1", "{\"allow\":true,\"reason\":\"r\",\"duties\":[1]}")));
        assertEquals("review_not_found", code(served.get("olga", DESK + "/a%20b")));
        assertEquals("invalid_request", code(served.post("ann", OWN + "/video_1/appeal", "{}")));
        assertEquals(List.of(), asked);
    }

    @Test
    void aCreatorSeesHisOwnAndAppeals() throws Exception {
        assertEquals(
                1, ok(served.get("ann", OWN + "?state=refused")).get("data").size());
        ok(served.get("ann", OWN + "/video_1"));
        ok(served.post("ann", OWN + "/video_1/appeal", "{\"why\":\"my own\"}"));
        assertTrue(asked.get(0).contains("REFUSED"), asked.get(0));
        assertTrue(asked.get(2).endsWith("video_1, my own)"), asked.get(2));
    }
}
