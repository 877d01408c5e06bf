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

/** Commands that work on clips, characters and files, against a server that says that every clip is done. */
class DerivedCommandTest {
    @TempDir
    Path folder;

    private final HttpServer platform =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    DerivedCommandTest() throws IOException {
        platform.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
                byte[] answer = ("{\"id\":\"video_1\",\"state\":\"completed\",\"progress\":100,\"bytes\":5,\"data\":[],"
                                + "\"ancestors\":[{\"id\":\"video_0\",\"deleted\":true}],\"descendants\":[],"
                                + "\"mutoscope\":{\"credits_captured\":10,\"remarks\":[\"from its first frame\"]}}")
                        .getBytes(StandardCharsets.UTF_8);
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
    void aRemixAsksAtTheAddressOfItsClip() {
        assertEquals(0, run("remix", "video_9", "at night", "--seed", "7", "--out", folder.toString()), err::toString);
        assertEquals("POST /v1/videos/video_9/remix {\"seed\":\"7\",\"prompt\":\"at night\"}", asked.get(0));
        assertTrue(Files.exists(folder.resolve("video_1.mp4")));
        assertTrue(out.toString().contains("video_1.mp4  (10 credits)"), out::toString);
        assertTrue(err.toString().contains("from its first frame"), err::toString);
        assertEquals(2, run("remix", "video_9"));
    }

    @Test
    void anEditTakesAnIdOrAFile() throws Exception {
        assertEquals(0, run("edit", "video_9", "snow", "--strength", "0.4", "--out", folder.toString()));
        assertEquals(
                "POST /v1/videos/edits {\"prompt\":\"snow\",\"strength\":\"0.4\",\"video\":{\"id\":\"video_9\"}}",
                asked.get(0));
        asked.clear();
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "a clip");
        assertEquals(0, run("edit", clip.toString(), "snow", "--out", folder.toString()));
        assertTrue(asked.get(0).contains("name=\"video\"; filename=\"clip.mp4\"\r\n\r\na clip\r\n"), asked.get(0));
        assertEquals(74, run("edit", folder.resolve("none.mp4").toString(), "snow"));
    }

    @Test
    void generateNamesCharactersAndExtends() throws Exception {
        assertEquals(
                0,
                run("generate", "Mossy", "--character", "char_1", "--character", "char_2", "--out", folder.toString()));
        assertTrue(asked.get(0).contains("\"characters\":[{\"id\":\"char_1\"},{\"id\":\"char_2\"}]"), asked.get(0));
        asked.clear();
        assertEquals(0, run("generate", "on", "--extend", "video_9", "--seconds", "4", "--out", folder.toString()));
        assertTrue(asked.get(0).startsWith("POST /v1/videos/extensions {\"seconds\":\"4\""), asked.get(0));
        assertEquals(2, run("generate", "on", "--extend", "video_9", "--character", "char_1"));
    }

    @Test
    void charactersAndFiles() throws Exception {
        Path clip = Files.writeString(folder.resolve("m\"o.mp4"), "a clip");
        assertEquals(0, run("character", "create", "Mossy", clip.toString()));
        assertTrue(asked.get(0).contains("filename=\"m_o.mp4\""), asked.get(0));
        assertEquals(0, run("character", "list"));
        assertEquals(0, run("character", "delete", "char_1"));
        assertEquals("DELETE /api/v1/characters/char_1 ", asked.get(2));
        assertEquals(0, run("file", "add", clip.toString()));
        assertTrue(asked.get(3).contains("vision"), asked.get(3));
        assertEquals(0, run("file", "list"));
        assertEquals(0, run("file", "delete", "file-1"));
        assertEquals(0, run("job", "lineage", "video_1"));
        assertTrue(out.toString().contains("made from  video_0  deleted"), out::toString);
    }
}
