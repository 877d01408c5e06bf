package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views from the command line, against a server that answers everything the same. */
class ViewsCommandTest {
    private static final String ANSWER =
            "{\"id\":\"appeal_1\",\"state\":\"sealed\",\"valid\":3,\"withheld\":2,\"invalid\":1,\"micro_views\":3000000,\"views\":6,"
                    + "\"data\":[{\"video\":\"video_1\",\"seen\":[{\"verdict\":\"burst\",\"views\":51,\"micro_views\":0,\"withheld\":true}]}],"
                    + "\"differences\":[%s]}";

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String differences = "";

    ViewsCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
                byte[] answer = ANSWER.formatted(differences).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        platform.start();
    }

    @AfterEach
    void stop() {
        platform.stop(0);
    }

    /** @param line words; a plus sign stands for a blank within one */
    private String run(int expected, String line) {
        String more =
                " --key mk_test --url http://127.0.0.1:" + platform.getAddress().getPort();
        String[] words = Arrays.stream((line + more).split(" "))
                .map(word -> word.replace('+', ' '))
                .toArray(String[]::new);
        out.getBuffer().setLength(0);
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(words);
        assertEquals(expected, exit, out.toString());
        return asked.get(asked.size() - 1);
    }

    private void says(String part) {
        assertTrue(out.toString().contains(part), out.toString());
    }

    @Test
    void eachCommandAsksItsAddress() {
        assertEquals("GET /api/v1/views?limit=100", run(0, "views list"));
        says("burst    51     0            true");
        assertEquals(
                "GET /api/v1/views?limit=100&month=2026-10&video=video_1",
                run(0, "views list --month 2026-10 --video video_1"));
        assertEquals(
                "POST /api/v1/views/appeals {\"video\":\"video_1\",\"day\":\"2026-10-10\",\"text\":\"my neighbour\"}",
                run(0, "views appeal video_1 2026-10-10 --text my+neighbour"));
        assertEquals("GET /api/v1/views/appeals?limit=100&state=open", run(0, "views appeals --state open"));
        assertEquals(
                "POST /api/v1/admin/views/appeals/appeal_1 {\"allow\":true,\"reason\":\"so\"}",
                run(0, "views allow appeal_1 --reason so"));
        assertEquals(
                "POST /api/v1/admin/views/appeals/appeal_1 {\"allow\":false,\"reason\":\"so\"}",
                run(0, "views uphold appeal_1 --reason so"));
        assertEquals(
                "POST /api/v1/admin/views/rulings"
                        + " {\"video\":\"video_1\",\"day\":\"2026-10-10\",\"withhold\":true,\"reason\":\"so\"}",
                run(0, "views withhold video_1 2026-10-10 --reason so"));
        says("views of video_1 on 2026-10-10 are withheld");
        assertTrue(run(0, "views count video_1 2026-10-10 --reason so").contains("\"withhold\":false"));
        assertEquals("GET /api/v1/admin/views/corrections?limit=1000&after=7", run(0, "views corrections --after 7"));
    }

    @Test
    void months() {
        assertEquals("GET /api/v1/admin/views/months/2026-10", run(0, "views month 2026-10"));
        says("2026-10 is sealed: 3 valid, 2 withheld, 1 invalid, 3000000 micro-views");
        assertEquals("POST /api/v1/admin/views/months/2026-10/recompute {}", run(0, "views recompute 2026-10"));
        says("6 views, 3000000 micro-views, 0 differences");
        differences = "\"2026-10-10: a view is gone\"";
        run(1, "views recompute 2026-10");
        says("2026-10-10: a view is gone");
    }
}
