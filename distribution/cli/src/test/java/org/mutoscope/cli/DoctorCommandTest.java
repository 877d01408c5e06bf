package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    private final PlatformDouble platform = new PlatformDouble();

    DoctorCommandTest() throws IOException {}

    @AfterEach
    void stop() {
        platform.close();
    }

    private static String check(String state, String more) {
        return "{\"name\":\"disk\",\"ok\":" + !state.equals("WRONG") + ",\"state\":\"" + state
                + "\",\"sentence\":\"The disk.\"," + more + "}";
    }

    @Test
    void whatIsWrongWithItsCausesAndWhatToRun() {
        platform.says(
                200,
                "{\"checks\":[" + check("WRONG", "\"causes\":[\"3 MiB are free.\"],\"command\":\"df -h /data\"")
                        + "]}");
        assertEquals(1, platform.run("doctor"));
        assertEquals(
                List.of("WRONG disk The disk.", "because 3 MiB are free.", "run df -h /data"),
                platform.printed().lines().map(String::strip).toList());
    }

    @Test
    void aDoubtIsNoFault() {
        platform.says(200, "{\"checks\":[" + check("WARN", "\"causes\":[],\"command\":null") + "]}");
        assertEquals(0, platform.run("doctor", "--tag", "storage"));
        assertEquals(List.of("GET /api/v1/admin/doctor?tag=storage "), platform.asked);
        assertEquals("WARN disk The disk.", platform.printed());
    }

    @Test
    void aTagThatNothingHasIsNotWell() {
        platform.says(200, "{\"checks\":[]}");
        assertEquals(1, platform.run("doctor", "--tag", "strage"));
        assertTrue(platform.err.toString().contains("nothing has that tag"), platform.err.toString());
    }

    @Test
    void aLevelForAWhile() {
        platform.says(
                200, "{\"logger\":\"a.b\",\"level\":\"DEBUG\",\"before\":null,\"until\":\"2027-01-01T00:00:00Z\"}");
        assertEquals(0, platform.run("log", "DEBUG", "a.b", "--for", "2h"));
        assertEquals(
                List.of(
                        "POST /api/v1/admin/log {\"logger\":\"a.b\",\"level\":\"DEBUG\",\"seconds\":7200,\"secrets\":false}"),
                platform.asked);
        assertEquals("a.b is logged at DEBUG until 2027-01-01T00:00:00Z", platform.printed());
    }

    @Test
    void levelsAreListedAndTakenBack() {
        assertEquals(0, platform.says(200, "{\"data\":[]}").run("log"));
        assertEquals(0, platform.run("log", "back", "a.b"));
        assertEquals(List.of("GET /api/v1/admin/log ", "DELETE /api/v1/admin/log/a.b "), platform.asked);
    }

    @Test
    void badWishesAreNotSent() {
        assertEquals(2, platform.run("log", "DEBUG"));
        for (String time : List.of("10", "m", "-1m", "10 m", "1d", "9999999m", "")) {
            assertEquals(2, platform.run("log", "DEBUG", "a.b", "--for", time), time);
        }
        assertEquals(List.of(), platform.asked);
    }
}
