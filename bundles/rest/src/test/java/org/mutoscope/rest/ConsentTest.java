package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.consent.Consents;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.rights.Removals;
import org.mutoscope.core.rights.Rights.Kind;

/** Enrolment and clips of me by HTTP: who may ask, what arrives, what is answered. */
class ConsentTest {
    private static final String RIGHTS = "/api/v1/rights/";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Consents.Challenge CHALLENGE =
            new Consents.Challenge("chal_1", "nonce", "4711", List.of("up", "left"), "shown", AT, AT);
    private static final Consents.Enrolment ENROLMENT = new Consents.Enrolment(
            "enr_1",
            "acct_ann",
            "Ann",
            Set.of(Kind.VOICE, Kind.LIKENESS),
            Consents.State.REVIEW,
            List.of("subj_1"),
            "4711",
            List.of("up", "left"),
            List.of("found"),
            null,
            null,
            null,
            true,
            AT,
            null,
            null);
    private static final Consents.Receipt RECEIPT =
            new Consents.Receipt("rcpt_1", "enr_1", "consent", "{\"a\":1}", "00", "c2ln", "a2V5", AT);
    private static final Removals.Removal REMOVAL =
            new Removals.Removal("video_gone", "acct_ann", "not like this", AT, false);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.consents = standIn(Consents.class);
        served.house.removals = standIn(Removals.class);
        served.house.following = standIn(Following.class);
    }

    @AfterEach
    void close() {
        served.close();
    }

    private <T> T standIn(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    String line = values == null
                            ? ""
                            : Arrays.stream(values)
                                    .map(value ->
                                            value instanceof Caller caller ? caller.accountId() : String.valueOf(value))
                                    .collect(Collectors.joining(", "));
                    asked.add(method.getName() + "(" + line + ")");
                    return answer(type, method.getName(), values);
                }));
    }

    private static Object answer(Class<?> type, String name, Object[] values) {
        if (type == Following.class) {
            Following.Approved approved = new Following.Approved("acct_bob", true, AT);
            return name.equals("list") ? List.of(approved) : name.equals("drop") ? false : (Object) approved;
        }
        if (type == Removals.class) {
            return name.equals("find")
                    ? Optional.of(REMOVAL).filter(removal -> removal.jobId().equals(values[0]))
                    : List.of(REMOVAL);
        }
        return switch (name) {
            case "terms" -> new Consents.Terms("2026-11", "I am of age");
            case "challenge", "begin" -> CHALLENGE;
            case "list" -> List.of(ENROLMENT);
            case "receipts" -> List.of(RECEIPT);
            case "recording" -> new Consents.Kept("video/mp4", 3, new ByteArrayInputStream(new byte[] {1, 2, 3}));
            default -> ENROLMENT;
        };
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        JsonNode json = Served.json(answer);
        assertEquals(200, answer.statusCode(), json.toString());
        return json;
    }

    private static String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    @Test
    void oddFieldsAreNamedAndNothingIsAskedFor() throws Exception {
        String challenges = RIGHTS + "consent/challenges";
        for (String kinds : List.of("\"likeness\"", "[]", "[\"ghost\"]", "[\"likeness\",7]", "{}", "null")) {
            String body = "{\"kinds\":" + kinds + ",\"name\":\"Ann\",\"adult\":true,\"terms\":\"2026-11\"}";
            assertEquals("invalid_subject", code(served.post("ann", challenges, body)), kinds);
        }
        assertEquals("invalid_request", code(served.post("ann", challenges, "{\"kinds\":[\"voice\"],\"adult\":true}")));
        assertEquals("invalid_request", code(served.post("ann", challenges + "/chal_1/begin", "{}")));
        assertEquals("unsupported_media_type", code(served.post("ann", challenges + "/chal_1/recording", "{}")));
        assertEquals("invalid_request", code(served.get("ann", RIGHTS + "enrolments?state=odd")));
        assertEquals("invalid_request", code(served.post("ann", RIGHTS + "enrolments/enr_1/revoke", "{}")));
        assertEquals("invalid_request", code(served.post("ann", RIGHTS + "uses/video_1/removal", "{}")));
        assertEquals(404, served.get("ann", RIGHTS + "enrolments/a%20b").statusCode());
        String admin = "/api/v1/admin/rights/enrolments/enr_1/";
        assertEquals("invalid_request", code(served.post("olga", admin + "decision", "{\"accept\":\"maybe\"}")));
        assertEquals(403, served.post("ann", admin + "claim", "{}").statusCode());
        assertEquals(403, served.post("ann", admin + "decision", "{}").statusCode());
        assertEquals(List.of(), asked);
    }

    @Test
    void whatIsSentArrivesAndWhatIsThereIsShown() throws Exception {
        assertEquals(
                "2026-11",
                ok(served.get("ann", RIGHTS + "consent/terms")).get("version").asText());
        JsonNode shown = ok(served.post(
                "ann",
                RIGHTS + "consent/challenges",
                "{\"kinds\":[\"likeness\"],\"name\":\"Ann\",\"adult\":true,\"terms\":\"2026-11\"}"));
        assertEquals("4711", shown.get("digits").asText());
        assertEquals("up", shown.at("/turns/0").asText());
        ok(served.post("ann", RIGHTS + "consent/challenges/chal_1/begin", "{\"nonce\":\"nonce\"}"));
        JsonNode list = ok(served.get("ann", RIGHTS + "enrolments?state=review&limit=5"));
        assertEquals("likeness", list.at("/data/0/kinds/0").asText());
        assertTrue(list.at("/data/0/reviewer").isNull());
        assertEquals(
                "{\"a\":1}",
                ok(served.get("ann", RIGHTS + "enrolments/enr_1/receipts"))
                        .at("/data/0/body")
                        .asText());
        ok(served.post("ann", RIGHTS + "enrolments/enr_1/revoke", "{\"reason\":\"enough\"}"));
        ok(served.post("olga", "/api/v1/admin/rights/enrolments/enr_1/claim", "{}"));
        ok(served.post(
                "olga", "/api/v1/admin/rights/enrolments/enr_1/decision", "{\"accept\":true,\"reason\":\"seen\"}"));
        assertEquals(
                List.of(
                        "terms()",
                        "challenge(acct_ann, Wish[kinds=[LIKENESS], name=Ann, adult=true, terms=2026-11])",
                        "begin(acct_ann, chal_1, nonce)",
                        "list(acct_ann, REVIEW, 5)",
                        "receipts(acct_ann, enr_1)",
                        "revoke(acct_ann, enr_1, enough)",
                        "claim(acct_olga, enr_1)",
                        "decide(acct_olga, enr_1, true, seen)"),
                asked);
    }

    @Test
    void aRecordingIsSentToItsPersonAndKeptByNobodyOnTheWay() throws Exception {
        HttpResponse<byte[]> answer = served.get("ann", RIGHTS + "enrolments/enr_1/recording");
        assertArrayEquals(new byte[] {1, 2, 3}, answer.body());
        assertEquals("no-store", answer.headers().firstValue("cache-control").orElseThrow());
        assertEquals("video/mp4", answer.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void aClipThatWasRemovedSaysSoAndWhy() throws Exception {
        served.board.put(StubBoard.job("video_gone", "acct_ann", JobState.COMPLETED));
        HttpResponse<byte[]> gone = served.get("ann", "/v1/videos/video_gone/content");
        assertEquals(410, gone.statusCode());
        assertEquals("clip_removed", code(gone));
        assertTrue(Served.json(gone).at("/error/message").asText().contains("not like this"));
        served.board.put(StubBoard.job("video_old", "acct_ann", JobState.COMPLETED));
        assertEquals("video_expired", code(served.get("ann", "/v1/videos/video_old/content")));
        served.house.removals = null;
        assertEquals("video_expired", code(served.get("ann", "/v1/videos/video_gone/content")));
    }

    @Test
    void removalsAndPeople() throws Exception {
        assertEquals(
                "video_gone",
                ok(served.post("ann", RIGHTS + "uses/video_gone/removal", "{\"reason\":\"no\"}"))
                        .at("/data/0/id")
                        .asText());
        ok(served.post("ann", RIGHTS + "subjects/subj_1/removal", "{\"reason\":\"no\"}"));
        ok(served.get("ann", RIGHTS + "removals"));
        HttpRequest.Builder put =
                served.request("ann", RIGHTS + "people/acct_bob").PUT(HttpRequest.BodyPublishers.noBody());
        assertTrue(ok(served.send(put)).get("mutual").asBoolean());
        assertEquals(
                "acct_bob",
                ok(served.get("ann", RIGHTS + "people"))
                        .at("/data/0/account_id")
                        .asText());
        assertEquals("not_found", code(served.delete("ann", RIGHTS + "people/acct_bob")));
        assertEquals(
                List.of(
                        "remove(acct_ann, video_gone, no)",
                        "removeAll(acct_ann, subj_1, no)",
                        "list(acct_ann, 20)",
                        "approve(acct_ann, acct_bob)",
                        "list(acct_ann, 20)",
                        "drop(acct_ann, acct_bob)"),
                asked);
    }
}
