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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountCommandTest {
    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile String asked = "";
    private volatile int status = 200;
    private volatile String answer = "{}";

    AccountCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                asked = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        platform.start();
    }

    @AfterEach
    void stop() {
        platform.stop(0);
    }

    private int run(String... words) {
        String[] all = new String[words.length + 4];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--url";
        all[words.length + 1] = "http://127.0.0.1:" + platform.getAddress().getPort();
        all[words.length + 2] = "--key";
        all[words.length + 3] = "mk_test";
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    @Test
    void anAccountIsNamed() {
        assertEquals(2, run("account", "allow-generation"));
        assertEquals("", asked);
    }

    @Test
    void aRefusalIsToldInWords() {
        status = 404;
        answer =
                "{\"error\":{\"code\":\"account_not_found\",\"number\":2004,\"message\":\"There is no account acct_x.\"}}";
        assertEquals(1, run("account", "allow-generation", "acct_x"));
        assertTrue(err.toString().contains("There is no account acct_x. [2004 account_not_found]"), err.toString());
    }

    @Test
    void generationIsAllowedAgain() {
        answer = "{\"account_id\":\"acct_x\",\"generation_blocked\":false}";
        assertEquals(0, run("account", "allow-generation", "acct_x"));
        assertEquals(
                "POST /api/v1/admin/accounts/generation Bearer mk_test {\"account_id\":\"acct_x\",\"blocked\":false}",
                asked);
        assertEquals("generation  allowed for acct_x", out.toString().strip());
    }

    @Test
    void generationIsBlocked() {
        answer = "{\"account_id\":\"acct_x\",\"generation_blocked\":true}";
        assertEquals(0, run("account", "block-generation", "acct_x"));
        assertTrue(asked.endsWith("{\"account_id\":\"acct_x\",\"blocked\":true}"), asked);
        assertEquals("generation  blocked for acct_x", out.toString().strip());
    }
}
