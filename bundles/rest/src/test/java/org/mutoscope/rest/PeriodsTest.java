package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.revenue.Deals;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.revenue.Periods;

/** Income, months and deals by HTTP: who may ask, what arrives, what is answered. */
class PeriodsTest {
    private static final String ADMIN = "/api/v1/admin/revenue/";
    private static final String DEALS = "/api/v1/revenue/deals";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Deals.Quote QUOTE = new Deals.Quote(
            "subj_1", "acct_bob", "EUR", 5, 9, AT, AT.plusSeconds(60), Map.of("acct_ann", 1_000_000L), "a poster");

    private Served served;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.imports = heard(Imports.class);
        served.house.periods = heard(Periods.class);
        served.house.deals = heard(Deals.class);
    }

    private <T> T heard(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    String line = Arrays.stream(values).map(PeriodsTest::shown).collect(Collectors.joining(", "));
                    asked.add(method.getName() + "(" + line + ")");
                    return answer(method.getName());
                }));
    }

    private static String shown(Object value) {
        if (value instanceof Imports.File file) {
            return file.source() + " " + file.json() + " " + new String(file.bytes(), StandardCharsets.UTF_8) + " "
                    + file.signature();
        }
        return value instanceof Caller caller ? caller.accountId().replace("acct_", "") : String.valueOf(value);
    }

    private static Object answer(String name) {
        Imports.Taken taken = new Imports.Taken("imp_1", "paper", "00", 2, 1, false, AT);
        Deals.Invoice invoice = new Deals.Invoice(17, "deal_1", "use", "EUR", 300, 300, "12 posters", AT);
        return switch (name) {
            case "take" -> taken;
            case "files" -> List.of(taken);
            case "lines" -> List.of(
                    new Imports.Line(7, "imp_1", 2, "paper", "r1", "2026-11", "EUR", -5, "unattributed", "r0", AT));
            case "close" -> new Periods.Month("2026-10", "closed", true, 1, AT);
            case "months" -> List.of(new Periods.Month("2026-10", "closed", true, 1, AT));
            case "runs" -> List.of(
                    new Periods.Run(3, "ads", "EUR", "import paper:r1", 100, 60, null, "suspended", "No model."));
            case "deals" -> List.of(new Deals.Deal("deal_1", QUOTE, "acct_ann", "quoted", 0, 0, AT));
            case "invoices" -> List.of(invoice);
            case "bill" -> invoice;
            default -> new Deals.Deal("deal_1", QUOTE, "acct_ann", "accepted", 5, 0, AT);
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

    private String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    private HttpResponse<byte[]> sent(String query, String type) throws Exception {
        return served.send(served.request("olga", ADMIN + "imports" + query)
                .header("Content-Type", type)
                .header("Mutoscope-Signature", "hmac-sha256=00")
                .POST(HttpRequest.BodyPublishers.ofString("a,b\n")));
    }

    @Test
    void aFileArrivesByteByByteWithItsSignature() throws Exception {
        assertEquals("invalid_request", code(sent("", "text/csv")));
        assertEquals("unsupported_media_type", code(sent("?source=paper", "text/plain")));
        assertEquals(List.of(), asked);
        assertEquals(
                1,
                ok(sent("?source=paper", "text/csv; charset=utf-8"))
                        .get("new_lines")
                        .asInt());
        assertEquals("take(olga, paper false a,b\n hmac-sha256=00)", asked.get(0));
        ok(sent("?source=paper", "application/json"));
        assertTrue(asked.get(1).startsWith("take(olga, paper true "), asked.get(1));
    }

    @Test
    void monthsAreClosedAndLookedAt() throws Exception {
        assertEquals("invalid_request", code(served.post("olga", ADMIN + "months/2026-13/close", "{}")));
        assertEquals(
                "invalid_request",
                code(served.post("olga", ADMIN + "months/2026-10/close", "{\"provisional\":\"perhaps\"}")));
        assertEquals("invalid_request", code(served.get("olga", ADMIN + "imports?period=soon")));
        assertEquals("invalid_request", code(served.get("olga", ADMIN + "months?limit=1001")));
        assertEquals(List.of(), asked);
        JsonNode month = ok(served.post("olga", ADMIN + "months/2026-10/close", "{\"provisional\":true}"));
        assertEquals("closed", month.get("state").asText());
        assertEquals("close(olga, 2026-10, true)", asked.get(0));
        ok(served.post("olga", ADMIN + "months/2026-10/close", "{}"));
        assertEquals("close(olga, 2026-10, false)", asked.get(1));
        assertEquals(
                1,
                ok(served.get("audrey", ADMIN + "months"))
                        .at("/data/0/suspended")
                        .asInt());
        assertEquals(
                "No model.",
                ok(served.get("audrey", ADMIN + "months/2026-10"))
                        .at("/data/0/reason")
                        .asText());
        assertEquals(
                "imp_1",
                ok(served.get("audrey", ADMIN + "imports")).at("/data/0/id").asText());
        assertEquals(
                -5,
                ok(served.get("audrey", ADMIN + "imports?period=2026-11&after=3&limit=9"))
                        .at("/data/0/net_minor")
                        .asInt());
        assertTrue(asked.contains("lines(audrey, 2026-11, 3, 9)"), asked.toString());
        assertEquals(
                403, served.post("audrey", ADMIN + "months/2026-10/close", "{}").statusCode());
    }

    @Test
    void dealsFromTheQuoteToTheInvoice() throws Exception {
        String quote =
                "{\"subject\":\"subj_1\",\"buyer\":\"acct_bob\",\"currency\":\"EUR\",\"price\":5,\"guarantee\":\"9\","
                        + "\"from\":\"2026-11-23T12:00:00Z\",\"to\":\"2026-11-23T12:01:00Z\",\"split\":{\"acct_ann\":1000000},"
                        + "\"text\":\"a poster\"}";
        assertEquals("invalid_deal", code(served.post("ann", DEALS, quote.replace("5", "1.5"))));
        assertEquals("invalid_deal", code(served.post("ann", DEALS, quote.replace("2026-11-23T12:01:00Z", "soon"))));
        assertEquals("invalid_deal", code(served.post("ann", DEALS, quote.replace("{\"acct_ann\":1000000}", "[1]"))));
        assertEquals("invalid_request", code(served.post("ann", DEALS, quote.replace("buyer", "by"))));
        assertEquals(List.of(), asked);
        ok(served.post("ann", DEALS, quote));
        assertEquals("quote(ann, " + QUOTE + ")", asked.get(0));
        ok(served.post(
                "ann",
                DEALS,
                quote.replace("\"guarantee\":\"9\",", "").replace(",\"split\":{\"acct_ann\":1000000}", "")));
        assertTrue(asked.get(1).contains("guarantee=5") && asked.get(1).contains("split={}"), asked.get(1));
        assertEquals(
                "accepted",
                ok(served.post("bob", DEALS + "/deal_1/accept", ""))
                        .get("state")
                        .asText());
        ok(served.post("ann", DEALS + "/deal_1/withdraw", ""));
        assertEquals(9, ok(served.get("bob", DEALS)).at("/data/0/guarantee").asInt());
        assertEquals(
                "paid",
                ok(served.get("bob", DEALS + "/deal_1/invoices"))
                        .at("/data/0/state")
                        .asText());
        String admin = ADMIN + "deals/deal_1/";
        assertEquals("invalid_deal", code(served.post("olga", admin + "invoices", "{\"minor\":\"x\"}")));
        ok(served.post("olga", admin + "invoices", "{\"minor\":300,\"text\":\"12 posters\",\"key\":\"2026-10\"}"));
        assertTrue(asked.contains("bill(olga, deal_1, 300, 12 posters, 2026-10)"), asked.toString());
        ok(served.post("olga", admin + "end", ""));
        assertEquals(403, served.post("ann", admin + "end", "").statusCode());
    }
}
