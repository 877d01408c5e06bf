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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storyboards and prompts from the command line, against a server that answers everything the same. */
class StoryboardCommandTest {
    private static final String ANSWER =
            "{\"id\":\"board_1\",\"version\":3,\"title\":\"Boat\",\"seconds\":8,\"writer\":\"chat\","
                    + "\"remarks\":[\"Shot 2: too long.\"],\"shots\":[{\"number\":1,\"seconds\":4,\"prompt\":\"a boat\",\"camera\":\"wide\","
                    + "\"characters\":[{\"id\":\"char_1\"}],\"negative\":\"\",\"transition\":\"cut\",\"narration\":\"A boat.\"},{\"number\":2,"
                    + "\"seconds\":4,\"prompt\":\"it sinks\",\"camera\":\"\",\"characters\":[],\"negative\":\"\",\"transition\":\"fade\","
                    + "\"narration\":\"\"}],\"data\":[],\"credits\":20,\"quote_id\":\"quote_1\",\"expires_at\":\"soon\",\"size\":\"720x1280\","
                    + "\"model\":\"sprite-1\",\"state\":\"completed\",\"progress\":100,\"mutoscope\":{\"credits_captured\":20},"
                    + "\"suggestion\":\"a kitten\",\"changes\":[{\"from\":\"kiten\",\"to\":\"kitten\",\"why\":\"spelling\"},"
                    + "{\"from\":\"\",\"to\":\"at night\",\"why\":\"\"}],\"unknown\":[\"xyzzy\"]}";

    @TempDir
    Path folder;

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    StoryboardCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
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
    void aScriptIsDraftedFromAFile() throws Exception {
        Path script = Files.writeString(folder.resolve("script.txt"), "A boat sinks.");
        assertEquals(
                0,
                run(
                        "storyboard",
                        "draft",
                        script.toString(),
                        "--most-seconds",
                        "30",
                        "--character",
                        "char_1",
                        "--writer",
                        "chat"),
                err::toString);
        assertEquals(
                "POST /api/v1/storyboards {\"script\":\"A boat sinks.\",\"most_seconds\":\"30\",\"writer\":\"chat\","
                        + "\"characters\":[\"char_1\"]}",
                asked.get(0));
        assertTrue(out.toString().contains("1. 4 s, cut  a boat"), out::toString);
        assertTrue(out.toString().contains("narration: A boat."), out::toString);
        assertTrue(err.toString().contains("Shot 2: too long."), err::toString);
        assertEquals(74, run("storyboard", "draft", folder.resolve("none").toString()));
    }

    @Test
    void oneThingIsChangedOrAWholeFile() throws Exception {
        assertEquals(
                0, run("storyboard", "edit", "board_1", "--shot", "2", "--set", "seconds=8", "--set", "prompt=a=b"));
        assertEquals("GET /api/v1/storyboards/board_1 ", asked.get(0));
        assertTrue(asked.get(1).startsWith("PUT /api/v1/storyboards/board_1 {"), asked.get(1));
        assertTrue(asked.get(1).contains("\"number\":2,\"seconds\":\"8\",\"prompt\":\"a=b\""), asked.get(1));
        assertTrue(asked.get(1).contains("\"version\":3"), asked.get(1));
        assertEquals(0, run("storyboard", "edit", "board_1", "--shot", "1", "--remove"));
        assertTrue(!asked.get(3).contains("a boat"), asked.get(3));
        assertEquals(0, run("storyboard", "edit", "board_1", "--set", "title=Ship"));
        assertTrue(asked.get(5).contains("\"title\":\"Ship\""), asked.get(5));
        Path board = Files.writeString(folder.resolve("board.json"), "{\"version\":3,\"shots\":[]}");
        assertEquals(0, run("storyboard", "edit", "board_1", board.toString()));
        assertEquals("PUT /api/v1/storyboards/board_1 {\"version\":3,\"shots\":[]}", asked.get(6));
        assertEquals(2, run("storyboard", "edit", "board_1"));
        assertEquals(2, run("storyboard", "edit", "board_1", "--remove"));
        assertEquals(2, run("storyboard", "edit", "board_1", "--shot", "3", "--set", "seconds=4"));
        assertEquals(2, run("storyboard", "edit", "board_1", board.toString(), "--set", "title=x"));
        Files.writeString(board, "no json");
        assertEquals(74, run("storyboard", "edit", "board_1", board.toString()));
    }

    @Test
    void itIsPricedFilmedAndDeleted() {
        assertEquals(0, run("storyboard", "price", "board_1"), err::toString);
        assertEquals("POST /api/v1/storyboards/board_1/quote {}", asked.get(0));
        assertTrue(out.toString().contains("20 credits for 8 s at 720x1280 by sprite-1"), out::toString);
        assertEquals(
                0,
                run(
                        "storyboard",
                        "film",
                        "board_1",
                        "--quote",
                        "quote_1",
                        "--no-continuity",
                        "--out",
                        folder.toString()),
                err::toString);
        assertEquals(
                "POST /api/v1/storyboards/board_1/videos {\"quote_id\":\"quote_1\",\"continuity\":\"off\"}",
                asked.get(1));
        assertTrue(Files.exists(folder.resolve("board_1.mp4")), "the answer names it so");
        assertEquals(0, run("storyboard", "list"));
        assertEquals(0, run("storyboard", "show", "board_1", "--json"));
        assertEquals(0, run("storyboard", "delete", "board_1"));
        assertEquals("DELETE /api/v1/storyboards/board_1 ", asked.get(asked.size() - 1));
    }

    @Test
    void advicePrintsWhatWouldChange() {
        assertEquals(0, run("prompt", "assist", "a kiten", "--model", "sprite-1"), err::toString);
        assertEquals("POST /api/v1/prompts/assist {\"prompt\":\"a kiten\",\"model\":\"sprite-1\"}", asked.get(0));
        String said = out.toString();
        assertTrue(said.contains("kiten -> kitten   (spelling)"), said);
        assertTrue(said.contains("+ at night"), said);
        assertTrue(said.contains("does not know: xyzzy"), said);
    }
}
