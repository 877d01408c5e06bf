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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Income, months and deals from the command line, against a server that answers everything the same. */
class RevenueCommandTest {
    private static final String ANSWER =
            "{\"id\":\"deal_1\",\"state\":\"closed\",\"number\":17,\"lines\":2,\"new_lines\":1,\"suspended\":1,"
                    + "\"data\":[{\"id\":\"deal_1\",\"period\":\"2026-10\",\"reason\":\"No model.\"}]}";

    @TempDir
    Path folder;

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    RevenueCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String signature = exchange.getRequestHeaders().getFirst("Mutoscope-Signature");
                String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body;
                asked.add(signature == null ? line.strip() : line + signature);
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

    private int exit(String line) {
        String more =
                " --key mk_test --url http://127.0.0.1:" + platform.getAddress().getPort();
        String[] words = Arrays.stream((line + more).split(" "))
                .map(word -> word.replace('+', ' '))
                .toArray(String[]::new);
        out.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(words);
    }

    private String run(String line) {
        assertEquals(0, exit(line), out.toString());
        return asked.get(asked.size() - 1);
    }

    /** RFC 4231, test case 2. */
    @Test
    void aFileIsSentWithItsSignature() throws Exception {
        Path file = folder.resolve("income.csv");
        Path secret = folder.resolve("secret");
        Files.writeString(file, "what do ya want for nothing?");
        Files.writeString(secret, "Jefe\n");
        assertEquals(2, exit("revenue import " + file + " --source paper"));
        assertEquals(2, exit("revenue import " + file + " --source paper --signature x --secret-file " + secret));
        assertEquals(74, exit("revenue import " + folder.resolve("none.csv") + " --source paper --signature x"));
        assertEquals(List.of(), asked);
        assertEquals(
                "POST /api/v1/admin/revenue/imports?source=paper what do ya want for nothing?"
                        + "hmac-sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                run("revenue import " + file + " --source paper --secret-file " + secret));
        assertTrue(out.toString().contains("1 of 2 lines are new"), out.toString());
        assertTrue(run("revenue import " + file + " --source paper --signature ed25519=AA")
                .endsWith("ed25519=AA"));
    }

    @Test
    void eachCommandAsksItsAddress() {
        String admin = "/api/v1/admin/revenue/";
        assertEquals("GET " + admin + "imports?limit=1000", run("revenue imports"));
        assertEquals("GET " + admin + "imports?limit=1000&period=2026-11", run("revenue imports 2026-11"));
        assertEquals("POST " + admin + "months/2026-10/close {\"provisional\":false}", run("revenue close 2026-10"));
        assertEquals(
                "2026-10 is closed; 1 wait in suspense: mutoscope revenue month 2026-10",
                out.toString().strip());
        assertTrue(run("revenue close 2026-10 --provisional").endsWith("{\"provisional\":true}"));
        assertEquals("GET " + admin + "months", run("revenue month"));
        assertEquals("GET " + admin + "months/2026-10", run("revenue month 2026-10"));
        assertTrue(out.toString().contains("No model."), out.toString());
        String deals = "/api/v1/revenue/deals";
        assertEquals(
                "POST " + deals + " {\"subject\":\"subj_1\",\"buyer\":\"acct_bob\",\"currency\":\"EUR\",\"price\":5,"
                        + "\"from\":\"a\",\"to\":\"b\",\"text\":\"a poster\",\"guarantee\":9,\"split\":{\"acct_ann\":1000000}}",
                run("revenue deal quote subj_1 --buyer acct_bob --currency EUR --price 5 --guarantee 9 --from a --to b"
                        + " --part acct_ann=1000000 --text a+poster"));
        assertEquals("POST " + deals + "/deal_1/accept {}", run("revenue deal accept deal_1"));
        assertEquals("POST " + deals + "/deal_1/withdraw {}", run("revenue deal withdraw deal_1"));
        assertEquals("POST " + admin + "deals/deal_1/end {}", run("revenue deal end deal_1"));
        assertEquals(
                "POST " + admin + "deals/deal_1/invoices {\"minor\":300,\"text\":\"12 posters\",\"key\":\"k\"}",
                run("revenue deal bill deal_1 300 --text 12+posters --once k"));
        assertEquals("GET " + deals + "?limit=1000", run("revenue deal list"));
        assertEquals("GET " + deals + "/deal_1/invoices", run("revenue deal invoices deal_1"));
    }
}
