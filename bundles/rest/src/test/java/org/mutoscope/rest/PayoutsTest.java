package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.revenue.Payouts;
import org.mutoscope.core.revenue.Statements;

/** Payouts and statements by HTTP: who may ask, what arrives, what is answered. */
class PayoutsTest {
    private static final String RIGHTS = "/api/v1/rights/";
    private static final String ADMIN = "/api/v1/admin/revenue/payouts/";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Payouts.Destination TO = new Payouts.Destination("files", "...6199", AT, AT, null);
    private static final Payouts.Payout PAYOUT = new Payouts.Payout(
            "po1",
            7,
            "run-1",
            "acct_ann",
            "EUR",
            2834,
            499,
            "files",
            "...6199",
            Payouts.State.UNKNOWN,
            null,
            "late",
            AT,
            AT,
            null);
    private static final Payouts.Due DUE = new Payouts.Due("acct_bob", "EUR", 5, 0, 0, null, "no_destination");

    private Served served;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.payouts = stand(Payouts.class);
        served.house.statements = stand(Statements.class);
    }

    private <T> T stand(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    asked.add(method.getName()
                            + Arrays.stream(values)
                                    .map(value -> value instanceof Caller caller
                                            ? caller.accountId()
                                            : value instanceof byte[] bytes
                                                    ? "bytes " + new String(bytes, StandardCharsets.UTF_8)
                                                    : String.valueOf(value))
                                    .filter(value -> !value.startsWith("{")) // headers
                                    .collect(Collectors.joining(", ", "(", ")")));
                    return answer(type, method.getName());
                }));
    }

    private static Object answer(Class<?> type, String name) {
        if (type == Statements.class) {
            return name.equals("show")
                    ? "{\"a\":1}\n"
                    : List.of(new Statements.Statement("stmt_1", 3, "acct_ann", "EUR", 2, "2026-10", AT, 5, 6, "ab"));
        }
        return switch (name) {
            case "destination" -> Optional.of(TO);
            case "payTo" -> TO;
            case "join" -> new Payouts.Joined(TO, "https://connect.example/1", false);
            case "plan" -> List.of(DUE);
            case "run" -> new Payouts.Run("run-1", List.of(PAYOUT), List.of(DUE));
            case "list" -> List.of(PAYOUT, PAYOUT);
            case "message" -> null;
            default -> PAYOUT;
        };
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

    private HttpResponse<byte[]> put(String json) throws Exception {
        return served.send(served.request("ann", RIGHTS + "payout-to")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    @Test
    void oddRequestsReachNobody() throws Exception {
        assertEquals("invalid_request", code(put("{\"provider\":\"files\"}")));
        assertEquals("invalid_request", code(served.post("ann", RIGHTS + "payout-to/onboarding", "{}")));
        assertEquals("invalid_request", code(served.get("ann", RIGHTS + "payouts?limit=0")));
        assertEquals("invalid_paging", code(served.get("ann", RIGHTS + "payouts?before=yesterday")));
        assertEquals("invalid_request", code(served.post("olga", ADMIN + "po1", "{\"outcome\":\"perhaps\"}")));
        assertEquals("forbidden", code(served.post("ann", ADMIN + "run", "")));
        assertEquals("forbidden", code(served.get("ann", ADMIN + "plan")));
        assertEquals("forbidden", code(served.post("ann", ADMIN + "po1", "{\"outcome\":\"paid\"}")));
        assertEquals(List.of(), asked);
    }

    @Test
    void aHolderSaysWhereAndSeesWhat() throws Exception {
        JsonNode to = ok(put("{\"provider\":\"files\",\"destination\":\"DE1;A\"}"));
        assertEquals("...6199", to.path("destination").asText());
        assertEquals(
                "...6199",
                ok(served.get("ann", RIGHTS + "payout-to"))
                        .at("/destination/destination")
                        .asText());
        assertFalse(ok(served.post("ann", RIGHTS + "payout-to/onboarding", "{\"provider\":\"stripe\"}"))
                .path("ready")
                .asBoolean());
        JsonNode list = ok(served.get("ann", RIGHTS + "payouts?limit=1&before=9"));
        assertTrue(list.path("has_more").asBoolean());
        assertEquals("unknown", list.at("/data/0/state").asText());
        assertEquals(499, list.at("/data/0/withheld").asLong());
        assertEquals(
                List.of(
                        "payTo(acct_ann, files, DE1;A)",
                        "destination(acct_ann)",
                        "join(acct_ann, stripe)",
                        "list(acct_ann, 9, 2)"),
                asked);
    }

    @Test
    void anOperatorPlansRunsAndTells() throws Exception {
        assertEquals(
                "no_destination",
                ok(served.get("olga", ADMIN + "plan")).at("/data/0/obstacle").asText());
        JsonNode run = ok(served.post("olga", ADMIN + "run", ""));
        assertEquals("po1", run.at("/payouts/0/id").asText());
        assertEquals("acct_bob", run.at("/left/0/holder").asText());
        for (String outcome : List.of("paid", "returned", "ask", "reverse")) {
            ok(served.post("olga", ADMIN + "po1", "{\"outcome\":\"" + outcome + "\",\"reason\":\"seen\"}"));
        }
        assertEquals(
                List.of(
                        "plan(acct_olga)",
                        "run(acct_olga)",
                        "tell(acct_olga, po1, true, seen)",
                        "tell(acct_olga, po1, false, seen)",
                        "ask(acct_olga, po1)",
                        "takeBack(acct_olga, po1)"),
                asked);
    }

    @Test
    void aStatementIsGivenAsItWasSigned() throws Exception {
        assertEquals(
                "2026-10",
                ok(served.get("ann", RIGHTS + "statements"))
                        .at("/data/0/period")
                        .asText());
        HttpResponse<byte[]> file = served.get("ann", RIGHTS + "statements/stmt_1");
        assertEquals("{\"a\":1}\n", new String(file.body(), StandardCharsets.UTF_8));
        HttpResponse<byte[]> table = served.get("ann", RIGHTS + "statements/stmt_1?format=csv");
        assertTrue(table.headers().firstValue("content-type").orElse("").startsWith("text/csv"));
        assertEquals(List.of("show(acct_ann, stmt_1, false)", "show(acct_ann, stmt_1, true)"), asked.subList(1, 3));
    }

    @Test
    void aProvidersMessageNeedsNoKey() throws Exception {
        ok(served.post(null, "/api/v1/payouts/stripe/messages", "{\"id\":1}"));
        assertEquals(List.of("message(stripe, bytes {\"id\":1})"), asked);
    }
}
