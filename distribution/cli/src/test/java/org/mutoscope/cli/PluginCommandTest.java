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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCommandTest {
    private static final String PLAN =
            """
            {"verb":"upgrade","sentence":"upgrade com.acme.veo 1.3.0 -> 1.4.0",
             "steps":[{"what":"START","bundle":"com.acme.veo@1.4.0"},{"what":"STOP","bundle":"com.acme.veo@1.3.0"}],
             "untouched":61,"in_use":2,"drain_seconds":60,
             "checks":[{"name":"needs","holds":%s,"sentence":"All that it imports and requires is here."}],"refusal":%s}
            """;

    @TempDir
    Path folder;

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile String asked = "";
    private volatile String answer = "{}";
    /** What is answered to the first requests, if it is another thing. */
    private final Queue<String> first = new ConcurrentLinkedQueue<>();

    PluginCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                exchange.getRequestBody().readAllBytes();
                String next = first.poll();
                byte[] body = (next == null ? answer : next).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
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
    void aPlanIsShownAndNothingElseAskedFor() throws IOException {
        answer = PLAN.formatted("true", "null");
        Path jar = Files.writeString(folder.resolve("veo-1.4.0.jar"), "x");
        assertEquals(0, run("plugin", "upgrade", jar.toString(), "--dry-run"));
        assertEquals(
                "POST /api/v1/admin/plugin-changes?verb=upgrade&name=veo-1.4.0.jar&drain_seconds=60&force=false&wait=false&dry_run=true",
                asked);
        assertEquals(
                """
                upgrade com.acme.veo 1.3.0 -> 1.4.0
                  start      com.acme.veo@1.4.0
                  stop       com.acme.veo@1.3.0
                  untouched  61 other bundles
                  at work    2 uses, which have 60 s to end and are then handed over
                  needs      All that it imports and requires is here.
                """,
                out.toString());
    }

    @Test
    void aPlanThatIsRefusedFails() {
        answer = PLAN.formatted("false", "\"It needs package io.acme.http.\"");
        assertEquals(1, run("plugin", "remove", "com.acme.veo", "--dry-run"));
        assertTrue(out.toString().contains("NO: "), out.toString());
        assertTrue(err.toString().contains("it would be refused: It needs package io.acme.http."), err.toString());
    }

    @Test
    void aChangeThatFailedFails() {
        answer = "{\"id\":\"op_1\",\"state\":\"FAILED\",\"sentence\":\"It hangs. Nothing was"
                + " changed.\",\"happened\":[]}";
        assertEquals(1, run("plugin", "rollback", "com.acme.veo", "--drain", "5", "--force", "--no-wait"));
        assertEquals(
                "POST /api/v1/admin/plugin-changes?verb=rollback&name=com.acme.veo&drain_seconds=5&force=true&wait=false&dry_run=false",
                asked);
        assertTrue(err.toString().contains("It hangs."), err.toString());
    }

    /** Old work may take an hour to end, and no request does. */
    @Test
    void aChangeIsFollowedAndNotWaitedForInOneRequest() {
        first.add("{\"id\":\"op_1\",\"state\":\"RUNNING\",\"sentence\":\"starting acme\"}");
        first.add("{\"id\":\"op_1\",\"state\":\"RUNNING\",\"sentence\":\"waiting for the work of acme\"}");
        answer = "{\"id\":\"op_1\",\"state\":\"DONE\",\"sentence\":\"It serves.\",\"happened\":[]}";
        assertEquals(0, run("plugin", "remove", "com.acme.veo", "--drain", "600"));
        assertEquals("GET /api/v1/admin/plugin-changes/op_1", asked);
        assertEquals("starting acme\nwaiting for the work of acme\n", err.toString());
        assertEquals("It serves.\n", out.toString());
    }

    @Test
    void whatWasTakenBackFails() {
        answer = "{\"id\":\"op_1\",\"state\":\"TAKEN_BACK\",\"sentence\":\"Its first render threw.\"}";
        assertEquals(1, run("plugin", "upgrade", jar()));
        assertTrue(err.toString().contains("Its first render threw."), err.toString());
    }

    private String jar() {
        try {
            return Files.writeString(folder.resolve("veo.jar"), "x").toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void howAChangeWentIsTold() {
        answer = "{\"id\":\"op_1\",\"state\":\"DONE\",\"sentence\":\"It serves.\",\"happened\":[],"
                + "\"events\":[{\"at\":\"2026-11-23T12:00:00Z\",\"words\":\"starting acme\"}]}";
        assertEquals(0, run("plugin", "operations", "op_1"));
        assertEquals("It serves.\n2026-11-23T12:00:00Z  starting acme\n", out.toString());
    }

    @Test
    void whySaysOneSentenceAndMoreWhenAsked() {
        answer = "{\"sentence\":\"It waits.\",\"fix\":\"Install it.\",\"chain\":[\"a\",\"b\"],\"raw\":\"osgi.wiring\"}";
        assertEquals(0, run("plugin", "why", "com.acme.veo"));
        assertEquals("It waits.\nFix: Install it.\n", out.toString());
        assertEquals(0, run("plugin", "why", "com.acme.veo", "--chain", "--raw"));
        assertTrue(out.toString().endsWith("- a\n- b\nosgi.wiring\n"), out.toString());
    }

    @Test
    void aNameIsFetchedFromTheCatalogueAndAFileIsSent() throws IOException {
        answer = "{\"id\":\"op_1\",\"state\":\"DONE\",\"sentence\":\"It serves.\",\"happened\":[]}";
        assertEquals(0, run("plugin", "install", "com.acme.veo@1.4.0"));
        assertTrue(
                asked.startsWith("POST /api/v1/admin/plugin-changes?verb=install&name=com.acme.veo%401.4.0&"), asked);
        assertTrue(asked.endsWith("&catalogue=true"), asked);
        asked = "";
        assertEquals(74, run("plugin", "install", "com.acme.veo-1.4.0.jar"), "a file that is mistyped is no name");
        assertEquals(74, run("plugin", "install", "jars/veo"));
        assertEquals("", asked);
    }

    @Test
    void theCatalogueIsSearched() {
        answer =
                """
                {"data":[{"name":"com.acme.veo","version":"1.4.0","here":["1.3.0"],"sentence":"It fits this platform.","description":"Draws"}],
                 "remarks":["One index is away."]}""";
        assertEquals(0, run("plugin", "search", "veo", "draws"));
        assertEquals("GET /api/v1/admin/plugin-catalogue?q=veo%20draws", asked);
        assertTrue(out.toString().contains("com.acme.veo  1.4.0    1.3.0  It fits this platform."), out.toString());
        assertEquals("mutoscope: One index is away.\n", err.toString());
        assertEquals(0, run("plugin", "search"));
        assertEquals("GET /api/v1/admin/plugin-catalogue?q=", asked);
    }

    @Test
    void whatDoesNotAgreeFails() {
        answer = "{\"ok\":false,\"findings\":[\"The kept jar is missing.\"]}";
        assertEquals(1, run("plugin", "verify"));
        assertTrue(out.toString().contains("The kept jar is missing."), out.toString());
    }

    @Test
    void theLockIsPrintedOrSavedButNeverOverAFile() throws IOException {
        answer = "{\"lock\":\"# lock\\non a 1.0.0\\n\"}";
        assertEquals(0, run("plugin", "lock"));
        assertEquals("# lock\non a 1.0.0\n", out.toString());
        Path zip = folder.resolve("lock.zip");
        assertEquals(0, run("plugin", "lock", "--export", zip.toString()));
        assertEquals("GET /api/v1/admin/plugin-lock?jars=true", asked);
        assertEquals(answer, Files.readString(zip));
        asked = "";
        assertTrue(run("plugin", "lock", "--export", zip.toString()) != 0);
        assertEquals("", asked);
    }
}
