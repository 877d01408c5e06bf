package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.core.jobs.JobState;

/** First frames in every form that SDKs give them, files that are kept, and characters. */
class FilesTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, (byte) 0xff, 1, 2};
    private static final byte[] MP4 = ("\0\0\0\030ftypmp42" + "x".repeat(500)).getBytes();

    private Served served;

    @BeforeEach
    void serve() throws Exception {
        served = new Served();
    }

    @AfterEach
    void stop() throws Exception {
        assertEquals(List.of(), uploads(), "nothing is left on the disk");
        served.close();
    }

    private List<Path> uploads() throws IOException {
        Path folder = served.data.resolve("run").resolve("uploads");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode(), new String(answer.body()));
        return Served.json(answer);
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code) throws IOException {
        assertEquals(code, Served.json(answer).path("error").path("code").asText(), new String(answer.body()));
        assertEquals(status, answer.statusCode());
    }

    private static String url(byte[] bytes) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] large() {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        return large;
    }

    @Test
    void aDataUrlIsAFirstFrameInEveryEncoding() throws Exception {
        for (byte[] picture : new byte[][] {PNG, large()}) {
            served.studio.files.clear();
            String url = url(picture);
            String json = "{\"image_url\":\"" + url + "\"}";
            ok(served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":" + json + ",\"seed\":7}"));
            ok(served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":\"" + url + "\"}"));
            String escaped = url.replace("/", "\\/");
            ok(served.post(
                    "ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"" + escaped + "\"}}"));
            Wire node = new Wire().text("prompt", "a").text("input_reference[image_url]", url);
            ok(served.multipart("ann", node.end()));
            Wire java = new Wire().javaText("prompt", "a").javaStream("input_reference[image_url]", url.getBytes());
            ok(served.multipart("ann", java.end()));
            Wire part = new Wire().text("prompt", "a").text("input_reference", json);
            ok(served.multipart("ann", part.end()));
            assertEquals(6, served.studio.files.size());
            served.studio.files.forEach(file -> assertArrayEquals(picture, file));
            assertTrue(served.studio.seen.get(1).parameters().isEmpty(), "it is no parameter");
        }
        assertEquals("7", served.studio.seen.get(0).parameters().get("seed"), "what comes after it is read");
    }

    @Test
    void equalPicturesAreOneRequestHoweverTheyAreSent() throws Exception {
        String json = "{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"" + url(PNG) + "\"}}";
        ok(served.post("ann", "/v1/videos", json));
        ok(served.post("ann", "/v1/videos", json));
        String other = json.replace(url(PNG), url(MP4));
        ok(served.post("ann", "/v1/videos", other));
        List<String> hashes = served.studio.seen.stream()
                .map(seen -> seen.repeat().contentHash())
                .toList();
        assertEquals(hashes.get(0), hashes.get(1), "no word of the filter is in the hash");
        assertFalse(hashes.get(0).equals(hashes.get(2)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"https://x/y.png\"`, 400, fetching_off",
                "`\"HTTP://169.254.169.254/\"`, 400, fetching_off",
                "`\"data:image/png,abc\"`, 400, invalid_picture",
                "`\"data:image/png;base64,a*c\"`, 400, invalid_picture",
                "`\"data:image/png;base64,aGk=\\n\"`, 400, invalid_picture",
                "`\"data:image/png;base64,aGk=`, 400, invalid_json",
                "`\"data:\"`, 400, invalid_picture",
                "`7`, 400, fetching_off",
                "`\"https://x y\"`, 400, invalid_picture",
                "`{}`, 400, invalid_picture",
                "`[]`, 400, invalid_picture",
                "`\"a\",\"file_id\":\"file-1\"`, 400, invalid_picture",
            })
    void badAddresses(String url, int status, String code) throws Exception {
        String json = "{\"prompt\":\"a\",\"input_reference\":{\"image_url\":" + url + "}}";
        refused(served.post("ann", "/v1/videos", json), status, code);
        assertTrue(served.studio.seen.isEmpty());
    }

    @Test
    void dataUrlsInOtherPlacesAreFilesNobodyWants() throws Exception {
        refused(served.post("ann", "/v1/videos", "{\"prompt\":\"" + url(PNG) + "\"}"), 400, "invalid_prompt");
        refused(
                served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"mask\":\"" + url(PNG) + "\"}"),
                400,
                "unsupported_feature");
        String many = ("\"" + url(PNG) + "\",").repeat(9);
        refused(served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"x\":[" + many + "1]}"), 413, "request_too_large");
        ok(served.post("ann", "/v1/videos", "{\"prompt\":\"data: about cats, and more\",\"y\":\"data:,\"}"));
        assertEquals("data: about cats, and more", served.studio.seen.get(0).prompt());
        assertEquals("data:,", served.studio.seen.get(0).parameters().get("y"));
    }

    @Test
    void anAddressIsFetchedWhereThatIsAllowed() throws Exception {
        served.outward.web = PNG;
        ok(served.post(
                "ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":{\"image_url\":\"https://x/y.png\"}}"));
        assertArrayEquals(PNG, served.studio.files.get(0));
        assertEquals(List.of("https://x/y.png"), served.outward.fetched);
    }

    @Test
    void aFileIsKeptListedSentAndDeleted() throws Exception {
        byte[] node = new Wire()
                .text("purpose", "vision")
                .file("file", "my cat!.png", PNG)
                .end();
        JsonNode file = ok(served.multipart("ann", "/v1/files", node));
        assertEquals("file-1", file.get("id").asText());
        assertEquals("file", file.get("object").asText());
        assertEquals(PNG.length, file.get("bytes").asInt());
        assertEquals("vision", file.get("purpose").asText());
        assertEquals("my cat!.png", file.get("filename").asText());
        assertEquals("processed", file.get("status").asText());
        assertEquals(1_800_000_000, file.get("created_at").asInt());
        JsonNode shown = ok(served.get("ann", "/v1/files/file-1"));
        assertEquals(file, shown);
        HttpResponse<byte[]> content = served.get("ann", "/v1/files/file-1/content");
        assertArrayEquals(PNG, content.body());
        assertEquals(
                "attachment; filename=\"my cat_.png\"",
                content.headers().firstValue("content-disposition").orElseThrow());
        assertEquals(
                "nosniff",
                content.headers().firstValue("x-content-type-options").orElseThrow());
        assertEquals(404, served.get("bob", "/v1/files/file-1").statusCode());
        assertEquals(404, served.get("bob", "/v1/files/file-1/content").statusCode());
        assertEquals(404, served.delete("bob", "/v1/files/file-1").statusCode());
        assertEquals(
                "{\"id\":\"file-1\",\"object\":\"file\",\"deleted\":true}",
                ok(served.delete("ann", "/v1/files/file-1")).toString());
        refused(served.get("ann", "/v1/files/file-1"), 404, "file_not_found");
    }

    @Test
    void wordsAreAFileTooAndTheirLifeIsAsked() throws Exception {
        byte[] words = new Wire()
                .text("purpose", "user_data")
                .text("expires_after[anchor]", "created_at")
                .text("expires_after[seconds]", "3600")
                .javaStream("file", "{\"a\":1}".getBytes())
                .end();
        ok(served.multipart("ann", "/v1/files", words));
        assertEquals(Duration.ofHours(1), served.shelf.seen.get(0).life());
        assertEquals("file", served.shelf.seen.get(0).name());
        assertEquals(7, ok(served.get("ann", "/v1/files/file-1")).get("bytes").asInt());
    }

    @Test
    void badFiles() throws Exception {
        refused(served.post("ann", "/v1/files", "{}"), 415, "unsupported_media_type");
        refused(
                served.multipart(
                        "ann", "/v1/files", new Wire().text("purpose", "x").end()),
                400,
                "invalid_file");
        refused(
                served.multipart(
                        "ann",
                        "/v1/files",
                        new Wire()
                                .text("purpose", "x")
                                .file("file", "a", new byte[0])
                                .end()),
                400,
                "invalid_file");
        refused(
                served.multipart(
                        "ann", "/v1/files", new Wire().file("file", "a", PNG).end()),
                400,
                "invalid_file");
        refused(
                served.multipart(
                        "ann",
                        "/v1/files",
                        new Wire()
                                .text("purpose", "x")
                                .text("expires_after[seconds]", "soon")
                                .file("file", "a", PNG)
                                .end()),
                400,
                "invalid_file");
        refused(served.get("ann", "/v1/files?limit=10001"), 400, "invalid_paging");
        refused(served.get("ann", "/v1/files?purpose=%00"), 400, "invalid_file");
        refused(served.get("ann", "/v1/files/a.b"), 404, "file_not_found");
        refused(served.delete("ann", "/v1/files/" + "x".repeat(65)), 404, "file_not_found");
        refused(served.get("ann", "/v1/videos/characters/a.b"), 404, "character_not_found");
    }

    @Test
    void filesArePaged() throws Exception {
        for (int i = 0; i < 5; i++) {
            String purpose = i % 2 == 0 ? "vision" : "batch";
            ok(served.multipart(
                    "ann",
                    "/v1/files",
                    new Wire().text("purpose", purpose).file("file", "a", PNG).end()));
        }
        JsonNode page = ok(served.get("ann", "/v1/files?limit=2"));
        assertEquals("file-5", page.get("first_id").asText());
        assertEquals("file-4", page.get("last_id").asText());
        assertTrue(page.get("has_more").asBoolean());
        JsonNode rest = ok(served.get("ann", "/v1/files?after=file-4&limit=10000"));
        assertEquals(3, rest.get("data").size());
        assertFalse(rest.get("has_more").asBoolean());
        assertEquals(
                3, ok(served.get("ann", "/v1/files?purpose=vision")).get("data").size());
        assertTrue(ok(served.get("bob", "/v1/files")).get("last_id").isNull());
    }

    @Test
    void aFileIdIsAFirstFrame() throws Exception {
        ok(served.multipart(
                "ann",
                "/v1/files",
                new Wire().text("purpose", "vision").file("file", "a", PNG).end()));
        ok(served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":{\"file_id\":\"file-1\"}}"));
        ok(served.multipart(
                "ann",
                new Wire()
                        .text("prompt", "a")
                        .text("input_reference[file_id]", "file-1")
                        .end()));
        assertEquals(2, served.studio.files.size());
        served.studio.files.forEach(file -> assertArrayEquals(PNG, file));
        refused(
                served.post("bob", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":{\"file_id\":\"file-1\"}}"),
                404,
                "file_not_found");
        refused(
                served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"input_reference\":{\"file_id\":[\"x\"]}}"),
                400,
                "invalid_picture");
    }

    @Test
    void aCharacterIsMadeAndShownAsTheSdksKnowIt() throws Exception {
        byte[] node =
                new Wire().file("video", "mossy.mp4", MP4).text("name", "Mossy").end();
        JsonNode made = ok(served.multipart("ann", "/v1/videos/characters", node));
        assertEquals("char_1", made.get("id").asText());
        assertEquals("Mossy", made.get("name").asText());
        assertEquals(1_800_000_000, made.get("created_at").asInt());
        assertEquals(MP4.length, made.at("/mutoscope/milliseconds").asInt(), "the stub saw the whole clip");
        byte[] java =
                new Wire().javaText("name", "Fern").javaStream("video", MP4).end();
        ok(served.multipart("ann", "/v1/videos/characters", java));
        assertEquals(made, ok(served.get("ann", "/v1/videos/characters/char_1")));
        refused(served.get("bob", "/v1/videos/characters/char_1"), 404, "character_not_found");
        assertEquals(2, ok(served.get("ann", "/api/v1/characters")).get("data").size());
        ok(served.delete("ann", "/api/v1/characters/char_1"));
        refused(served.delete("ann", "/api/v1/characters/char_1"), 404, "character_not_found");
        refused(served.post("ann", "/v1/videos/characters", "{\"name\":\"x\"}"), 400, "invalid_video");
        refused(
                served.multipart(
                        "ann",
                        "/v1/videos/characters",
                        new Wire().file("video", "a", MP4).end()),
                400,
                "invalid_name");
    }

    @Test
    void charactersAreNamedInEveryEncoding() throws Exception {
        ok(served.post(
                "ann", "/v1/videos", "{\"prompt\":\"a\",\"characters\":[{\"id\":\"char_1\"},{\"id\":\"char_2\"}]}"));
        ok(served.multipart(
                "ann",
                new Wire()
                        .text("prompt", "a")
                        .text("characters[][id]", "char_1")
                        .text("characters[][id]", "char_2")
                        .end()));
        ok(served.multipart(
                "ann",
                new Wire()
                        .text("prompt", "a")
                        .text("characters[0][id]", "char_1")
                        .text("characters[1][id]", "char_2")
                        .end()));
        ok(served.multipart(
                "ann",
                new Wire()
                        .text("prompt", "a")
                        .text("characters", "[{\"id\":\"char_1\"},{\"id\":\"char_2\"}]")
                        .end()));
        assertEquals(4, served.studio.seen.size());
        served.studio.seen.forEach(
                seen -> assertEquals(List.of("char_1", "char_2"), seen.given().characters()));
        assertNull(served.studio.seen.get(0).given().video());
        for (String bad :
                new String[] {"[{\"name\":\"x\"}]", "[{\"id\":\"../x\"}]", "{\"a\":{\"id\":\"x\"}}", "true"}) {
            HttpResponse<byte[]> answer =
                    served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"characters\":" + bad + "}");
            if (bad.equals("true")) {
                ok(answer); // a word that may be an id: who has no such character is told so by the road
            } else {
                refused(answer, 400, "invalid_character");
            }
        }
    }

    @Test
    void anEditTakesAClipInLettersToo() throws Exception {
        served.board.put(StubBoard.job("video_9", "acct_ann", JobState.COMPLETED));
        ok(served.post("ann", "/v1/videos/edits", "{\"prompt\":\"a\",\"video\":\"" + url(MP4) + "\"}"));
        assertArrayEquals(MP4, served.studio.files.get(0));
    }
}
