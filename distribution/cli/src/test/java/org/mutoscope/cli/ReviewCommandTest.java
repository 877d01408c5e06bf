package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** The review desk from the command line, against a server that answers everything the same. */
class ReviewCommandTest {
    private static final String ANSWER =
            "{\"id\":\"video_1\",\"state\":\"open\",\"urgent\":true,\"ends_at\":\"then\",\"text\":\"a quokka\",\"category\":null,"
                    + "\"guards\":[{\"guard\":\"rules (a@1)\",\"reason\":\"is it one?\",\"findings\":[{\"kind\":\"animal\",\"start\":2}]}],"
                    + "\"offences\":{\"deception\":2},\"data\":[{\"id\":\"video_1\"}]}";

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ReviewCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
                byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
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
    private String run(String line) {
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
        assertEquals(0, exit, out.toString());
        return asked.get(asked.size() - 1);
    }

    @Test
    void eachCommandAsksItsAddress() {
        assertEquals("GET /api/v1/admin/reviews?limit=100", run("review list"));
        assertEquals("GET /api/v1/reviews?limit=100&state=refused", run("review list --own --state refused"));
        assertEquals("GET /api/v1/admin/reviews/video_1", run("review show video_1"));
        assertEquals("GET /api/v1/reviews/video_1", run("review show --own video_1"));
        assertEquals("POST /api/v1/admin/reviews/next {}", run("review claim"));
        assertEquals("POST /api/v1/admin/reviews/video_1/claim {}", run("review claim video_1"));
        assertTrue(out.toString().contains("text: a quokka"), out.toString());
        assertTrue(out.toString().contains("rules (a@1): is it one?"), out.toString());
        assertTrue(out.toString().contains("refused before for deception: 2"), out.toString());
        assertFalse(out.toString().contains("category"), out.toString());
        assertEquals(
                "POST /api/v1/admin/reviews/video_1 {\"allow\":true,\"reason\":\"fine\",\"duties\":{\"attribute\":\"Ann\"}}",
                run("review decide video_1 --allow --reason fine --duty attribute=Ann"));
        assertEquals(
                "POST /api/v1/admin/reviews/video_1 {\"allow\":false,\"reason\":\"seen\",\"category\":\"deception\",\"sentence\":\"It never was.\"}",
                run("review decide video_1 --no-allow --reason seen --category deception --sentence It+never+was."));
        assertEquals(
                "POST /api/v1/reviews/video_1/appeal {\"why\":\"my own\"}", run("review appeal video_1 --why my+own"));
    }
}
