package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** What services cost, told to those who pay for it and to nobody else. */
class UpstreamTest {
    private static final Books BOOKS = new Books();
    private static Served served;

    @BeforeAll
    static void serve() throws Exception {
        served = new Served();
        served.house.upstream = BOOKS;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** One backend with a budget and a model that is stopped, one without either. */
    private static final class Books implements Upstream {
        final List<String> asked = new ArrayList<>();

        @Override
        public List<Budget> budgets() {
            return List.of(
                    new Budget("fal", "2026-11-23", 5_000_000, 1_200_000, 800_000),
                    new Budget("comfy", "2026-11", -1, 0, 0));
        }

        @Override
        public List<Margin> margins(String month) {
            asked.add(month);
            if (!month.matches("[0-9-]{7}")) {
                throw new Problem(Code.INVALID_REQUEST, "month has the form 2026-11.", "month", null);
            }
            return List.of(
                    new Margin("fal", "pika-2.2", 3, 30, 1_200_000, 900_000, 100_000),
                    new Margin("fal", "luma", 1, 0, 0, 400_000, 0));
        }

        @Override
        public void paid(Transaction tx, String service, String what, UpstreamCost cost) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Stop> stops() {
            return List.of(new Stop("fal", "luma", "it took more", Instant.parse("2026-11-23T10:00:00Z")));
        }

        @Override
        public boolean reopen(String backend, String model) {
            asked.add(backend + " " + model);
            return backend.equals("fal") && model.equals("luma");
        }

        @Override
        public List<String> verify(Transaction tx) {
            return List.of("a sum is wrong");
        }
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), new String(answer.body()));
        return Served.json(answer);
    }

    @Test
    void budgetsAndStoppedModels() throws Exception {
        JsonNode all = ok(served.get("olga", "/api/v1/upstream"));
        assertEquals(
                "{\"backend\":\"fal\",\"period\":\"2026-11-23\",\"limit_micros\":5000000,\"spent_micros\":1200000,"
                        + "\"reserved_micros\":800000,\"left_micros\":3000000}",
                all.at("/data/0").toString());
        JsonNode free = all.at("/data/1");
        assertTrue(free.get("limit_micros").isNull() && free.get("left_micros").isNull(), free::toString);
        assertEquals("luma", all.at("/stopped/0/model").asText());
        assertEquals("2026-11-23T10:00:00Z", all.at("/stopped/0/at").asText());
    }

    @Test
    void aReportAddsUp() throws Exception {
        JsonNode report = ok(served.get("audrey", "/api/v1/upstream/report?month=2026-10"));
        assertEquals("2026-10", BOOKS.asked.get(BOOKS.asked.size() - 1));
        assertEquals("2026-10", report.get("month").asText());
        assertEquals(1_200_000, report.get("earned_micros").asLong());
        assertEquals(1_300_000, report.get("spent_micros").asLong());
        assertEquals(-100_000, report.get("margin_micros").asLong());
        assertEquals(300_000, report.at("/data/0/margin_micros").asLong());
        assertEquals(100_000, report.at("/data/0/open_micros").asLong());
        assertEquals(30, report.at("/data/0/credits").asLong());
    }

    @Test
    void withoutAMonthItIsThisOne() throws Exception {
        String month =
                ok(served.get("audrey", "/api/v1/upstream/report")).get("month").asText();
        assertEquals(BOOKS.asked.get(BOOKS.asked.size() - 1), month);
        assertTrue(month.matches("20[0-9]{2}-(0[1-9]|1[0-2])"), month);
    }

    @Test
    void aModelIsLetGoOn() throws Exception {
        JsonNode opened =
                ok(served.post("olga", "/api/v1/upstream/reopen", "{\"backend\":\"fal\",\"model\":\"luma\"}"));
        assertEquals("{\"backend\":\"fal\",\"model\":\"luma\",\"stopped\":false}", opened.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"backend\":\"fal\",\"model\":\"pika-2.2\"}', invalid_request, model",
        "'{\"backend\":\"fal\"}', invalid_request, model",
        "'{\"model\":\"luma\"}', invalid_request, backend",
        "'{\"backend\":\" \",\"model\":\"luma\"}', invalid_request, backend",
        "'{}', invalid_request, backend",
        "'[]', invalid_json, ''",
        "'{', invalid_json, ''",
    })
    void badRequests(String body, String code, String param) throws Exception {
        HttpResponse<byte[]> answer = served.post("olga", "/api/v1/upstream/reopen", body);
        JsonNode error = Served.json(answer).path("error");
        assertEquals(code, error.path("code").asText());
        assertEquals(400, answer.statusCode());
        if (!param.isEmpty()) {
            assertEquals(param, error.path("param").asText());
        }
    }

    @Test
    void aMonthThatIsNoneIsNamed() throws Exception {
        HttpResponse<byte[]> answer = served.get("olga", "/api/v1/upstream/report?month=november");
        assertEquals("month", Served.json(answer).at("/error/param").asText());
        assertEquals(400, answer.statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "ann, GET, /api/v1/upstream, 403",
        "ann, GET, /api/v1/upstream/report, 403",
        "ann, POST, /api/v1/upstream/reopen, 403",
        "audrey, GET, /api/v1/upstream, 200",
        "audrey, GET, /api/v1/upstream/report, 200",
        "audrey, POST, /api/v1/upstream/reopen, 403",
        "nobody, GET, /api/v1/upstream, 401",
    })
    void whoMayLook(String who, String method, String path, int status) throws Exception {
        HttpResponse<byte[]> answer = method.equals("GET")
                ? served.get(who, path)
                : served.post(who, path, "{\"backend\":\"fal\",\"model\":\"luma\"}");
        assertEquals(status, answer.statusCode());
    }

    @Test
    void theLedgersCheckAddsUpTheseBooksToo() throws Exception {
        HttpResponse<byte[]> answer = served.post("olga", "/api/v1/admin/ledger/verify", "{}");
        assertTrue(new String(answer.body()).contains("a sum is wrong"), new String(answer.body()));
    }
}
