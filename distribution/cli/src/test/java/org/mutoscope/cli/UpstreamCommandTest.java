package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamCommandTest {
    private final PlatformDouble platform = new PlatformDouble();

    UpstreamCommandTest() throws IOException {}

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void budgetsAndWhatIsStopped() {
        platform.says(
                200,
                "{\"data\":[{\"backend\":\"fal\",\"period\":\"2026-11\",\"limit_micros\":5000000,\"spent_micros\":1,"
                        + "\"reserved_micros\":2,\"left_micros\":4999997}],"
                        + "\"stopped\":[{\"backend\":\"fal\",\"model\":\"luma\",\"reason\":\"it took 9 micros\",\"at\":\"x\"}]}");
        assertEquals(0, platform.run("upstream", "list"));
        assertEquals(List.of("GET /api/v1/upstream "), platform.asked);
        assertTrue(platform.printed().contains("fal 2026-11 5000000 1 2 4999997"), platform.printed());
        assertTrue(platform.printed().contains("stopped: luma of fal, since it took 9 micros"), platform.printed());
    }

    @Test
    void aReportOfAMonth() {
        platform.says(
                200,
                "{\"month\":\"2026-10\",\"data\":[{\"backend\":\"fal\",\"model\":\"luma\",\"jobs\":2,\"credits\":20,"
                        + "\"earned_micros\":800,\"spent_micros\":300,\"open_micros\":0,\"margin_micros\":500}],"
                        + "\"earned_micros\":800,\"spent_micros\":300,\"margin_micros\":500}");
        assertEquals(0, platform.run("upstream", "report", "--month", "2026-10"));
        assertEquals(List.of("GET /api/v1/upstream/report?month=2026-10 "), platform.asked);
        assertTrue(platform.printed().contains("fal luma 2 20 800 300 0 500"), platform.printed());
        assertTrue(
                platform.printed().endsWith("2026-10: earned 800, spent 300, left 500 micros of US dollars"),
                platform.printed());
    }

    @Test
    void withoutAMonthNoneIsAsked() {
        assertEquals(
                0, platform.says(200, "{\"month\":\"2026-11\",\"data\":[]}").run("upstream", "report", "--json"));
        assertEquals(List.of("GET /api/v1/upstream/report "), platform.asked);
        assertEquals(
                "{ \"month\" : \"2026-11\", \"data\" : [ ] }",
                platform.printed().replaceAll("\\s+", " "));
    }

    @Test
    void aModelIsLetGoOn() {
        assertEquals(0, platform.run("upstream", "reopen", "fal", "luma"));
        assertEquals(List.of("POST /api/v1/upstream/reopen {\"backend\":\"fal\",\"model\":\"luma\"}"), platform.asked);
        assertEquals("luma of fal gets jobs again", platform.printed());
    }

    @Test
    void badInput() {
        assertEquals(2, platform.run("upstream", "reopen", "fal"));
        assertEquals(2, platform.run("upstream", "report", "--month"));
        assertEquals(List.of(), platform.asked);
        platform.says(
                400,
                "{\"error\":{\"code\":\"invalid_request\",\"number\":1001,\"message\":\"That model is not stopped.\"}}");
        assertEquals(1, platform.run("upstream", "reopen", "fal", "luma"));
        assertTrue(
                platform.err.toString().contains("That model is not stopped. [1001 invalid_request]"),
                platform.err.toString());
        assertEquals("", platform.printed());
    }
}
