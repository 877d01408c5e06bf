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

/** Rights from the command line, against a server that answers everything the same. */
class RightsCommandTest {
    private static final String ANSWER =
            "{\"id\":\"subj_1\",\"state\":\"off\",\"kind\":\"character\",\"name\":\"Zyblorg\","
                    + "\"data\":[{\"id\":\"subj_1\",\"job\":\"video_1\",\"prompt\":\"a fox\"}],"
                    + "\"offers\":[{\"id\":\"offer_1\",\"credits\":5,\"terms\":{\"count\":\"5\"}}]}";

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    RightsCommandTest() throws IOException {
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
        assertEquals(
                "POST /api/v1/rights/subjects {\"kind\":\"character\",\"name\":\"Captain Zyblorg\",\"evidence\":\"register 17\","
                        + "\"minor\":false,\"aliases\":[\"Zyb\"]}",
                run("rights subject register character Captain+Zyblorg --evidence register+17 --alias Zyb"));
        assertEquals("GET /api/v1/rights/subjects?limit=100", run("rights subject list"));
        assertEquals("GET /api/v1/rights/subjects/subj_1", run("rights subject show subj_1"));
        assertTrue(out.toString().contains("offer_1  5        count=5"), out.toString());
        assertEquals(
                "POST /api/v1/rights/subjects/subj_1/off {\"reason\":\"no more\"}",
                run("rights subject off subj_1 --reason no+more"));
        assertEquals("subj_1 is off", out.toString().strip());
        assertEquals(
                "POST /api/v1/rights/subjects/subj_1/on {\"reason\":\"again\"}",
                run("rights subject on subj_1 --reason again"));
        assertEquals(
                "POST /api/v1/admin/rights/subjects/subj_1/dispute {\"reason\":\"two\",\"open\":true}",
                run("rights subject dispute subj_1 --reason two"));
        assertEquals(
                "POST /api/v1/admin/rights/subjects/subj_1/dispute {\"reason\":\"one\",\"open\":false}",
                run("rights subject settle subj_1 --reason one"));
    }

    @Test
    void namesAndClaims() {
        assertEquals(
                "POST /api/v1/rights/subjects/subj_1/aliases {\"text\":\"Rose\",\"needs_context\":true,\"case_sensitive\":false,"
                        + "\"language\":\"en\",\"allowed_phrases\":[\"a rose\"]}",
                run("rights alias add subj_1 Rose --needs-context --language en --allow a+rose"));
        assertEquals("GET /api/v1/rights/subjects/subj_1/aliases", run("rights alias list subj_1"));
        assertEquals(
                "DELETE /api/v1/rights/subjects/subj_1/aliases/alias_2", run("rights alias remove subj_1 alias_2"));
        assertEquals(
                "POST /api/v1/rights/subjects/subj_1/claims {\"evidence\":\"older\"}",
                run("rights claim make subj_1 --evidence older"));
        assertEquals("GET /api/v1/rights/claims?limit=100&state=pending", run("rights claim list --state pending"));
        assertEquals(
                "POST /api/v1/admin/rights/claims/claim_1 {\"reason\":\"seen\",\"accept\":true}",
                run("rights claim accept claim_1 --reason seen"));
        assertEquals(
                "POST /api/v1/admin/rights/claims/claim_1 {\"reason\":\"unseen\",\"accept\":false}",
                run("rights claim refuse claim_1 --reason unseen"));
        assertEquals("DELETE /api/v1/rights/claims/claim_1", run("rights claim withdraw claim_1"));
    }

    @Test
    void licences() {
        assertEquals(
                "POST /api/v1/rights/subjects/subj_1/offers {\"credits\":5,\"terms\":{\"count\":\"5\"}}",
                run("rights offer make subj_1 --credits 5 --term count=5"));
        assertEquals("DELETE /api/v1/rights/offers/offer_1", run("rights offer withdraw offer_1"));
        assertEquals("GET /api/v1/rights/grants?limit=100", run("rights grant list"));
        assertEquals(
                "POST /api/v1/rights/grants/grant_1/revoke {\"reason\":\"no more\"}",
                run("rights grant revoke grant_1 --reason no+more"));
        assertEquals("GET /api/v1/rights/uses?limit=100", run("rights use list"));
        assertEquals("GET /api/v1/rights/approvals", run("rights approval list"));
        assertTrue(out.toString().contains("a fox"), out.toString());
        assertEquals("POST /api/v1/rights/approvals/video_1 {\"agreed\":true}", run("rights approval yes video_1"));
        assertEquals("POST /api/v1/rights/approvals/video_1 {\"agreed\":false}", run("rights approval no video_1"));
    }

    @Test
    void picturesAreSentListedAndTakenAway() throws IOException {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("mutoscope-picture", ".png");
        try {
            String sent = run("rights picture add subj_1 " + file);
            assertTrue(sent.startsWith("POST /api/v1/rights/subjects/subj_1/pictures "), sent);
            assertTrue(sent.contains("name=\"picture\""), sent);
        } finally {
            java.nio.file.Files.delete(file);
        }
        assertEquals("GET /api/v1/rights/subjects/subj_1/pictures", run("rights picture list subj_1"));
        assertEquals(
                "DELETE /api/v1/rights/subjects/subj_1/pictures/pict_1", run("rights picture remove subj_1 pict_1"));
    }
}
