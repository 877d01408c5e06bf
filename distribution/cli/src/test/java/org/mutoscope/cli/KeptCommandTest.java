package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code file} and {@code character}: what they ask, what they print, and what they say when it goes wrong. */
class KeptCommandTest {
    @TempDir
    Path folder;

    private final PlatformDouble platform = new PlatformDouble();

    KeptCommandTest() throws IOException {}

    @AfterEach
    void stop() {
        platform.close();
    }

    private String file() throws IOException {
        return Files.writeString(folder.resolve("cat.png"), "a picture").toString();
    }

    @Test
    void aFileIsKept() throws Exception {
        platform.says(200, "{\"id\":\"file-1\",\"bytes\":9}");
        assertEquals(0, platform.run("file", "add", file(), "--purpose", "user_data"));
        String asked = platform.asked.get(0);
        assertTrue(asked.startsWith("POST /v1/files "), asked);
        assertTrue(asked.contains("name=\"purpose\"\r\n\r\nuser_data\r\n"), asked);
        assertTrue(asked.contains("name=\"file\"; filename=\"cat.png\"\r\n\r\na picture\r\n"), asked);
        assertEquals("file-1 9 bytes", platform.printed());
    }

    @Test
    void filesAreListedAndDeleted() {
        platform.says(
                200,
                "{\"data\":[{\"id\":\"file-2\",\"filename\":\"cat.png\",\"purpose\":\"vision\",\"bytes\":9,\"expires_at\":7}]}");
        assertEquals(0, platform.run("file", "list"));
        assertTrue(platform.printed().contains("file-2 cat.png vision 9 7"), platform.printed());
        assertEquals(0, platform.run("file", "delete", "a/../b"));
        assertEquals(List.of("GET /v1/files?limit=100 ", "DELETE /v1/files/a%2F..%2Fb "), platform.asked);
        assertTrue(platform.printed().endsWith("a/../b deleted"), platform.printed());
    }

    @Test
    void aCharacterIsMade() throws Exception {
        platform.says(200, "{\"id\":\"char_1\",\"name\":\"Mossy\"}");
        assertEquals(0, platform.run("character", "create", "Mossy", file()));
        String asked = platform.asked.get(0);
        assertTrue(asked.startsWith("POST /v1/videos/characters "), asked);
        assertTrue(asked.contains("name=\"name\"\r\n\r\nMossy\r\n"), asked);
        assertTrue(asked.contains("name=\"video\"; filename=\"cat.png\""), asked);
        assertEquals("char_1 Mossy", platform.printed());
    }

    @Test
    void charactersAreListedAndDeleted() {
        platform.says(200, "{\"data\":[{\"id\":\"char_1\",\"name\":\"Mossy\",\"created_at\":5}]}");
        assertEquals(0, platform.run("character", "list"));
        assertTrue(platform.printed().contains("char_1 Mossy 5"), platform.printed());
        assertEquals(0, platform.run("character", "delete", "char_1"));
        assertEquals(List.of("GET /api/v1/characters?limit=100 ", "DELETE /api/v1/characters/char_1 "), platform.asked);
    }

    @Test
    void jsonIsWhatThePlatformSaid() {
        platform.says(200, "{\"data\":[],\"has_more\":false}");
        assertEquals(0, platform.run("file", "list", "--json"));
        assertEquals(
                "{ \"data\" : [ ], \"has_more\" : false }", platform.printed().replaceAll("\\s+", " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file add", "file delete", "character create", "character create Mossy", "character delete"})
    void whatIsMissingIsNamed(String words) {
        assertEquals(2, platform.run(words.split(" ")));
        assertTrue(platform.err.toString().contains("Missing required parameter"), platform.err.toString());
        assertEquals(List.of(), platform.asked);
    }

    @Test
    void aFileThatIsNotThereIsNotSent() {
        String none = folder.resolve("none.png").toString();
        assertEquals(74, platform.run("file", "add", none));
        assertEquals(74, platform.run("character", "create", "Mossy", none));
        assertTrue(platform.err.toString().contains("none.png"), platform.err.toString());
        assertEquals(List.of(), platform.asked);
    }

    @Test
    void aRefusalIsToldInWordsAndNothingIsPrinted() {
        platform.says(
                404, "{\"error\":{\"code\":\"file_not_found\",\"number\":3023,\"message\":\"There is no file x.\"}}");
        assertEquals(1, platform.run("file", "delete", "x"));
        assertTrue(
                platform.err.toString().contains("There is no file x. [3023 file_not_found]"), platform.err.toString());
        assertFalse(platform.printed().contains("deleted"), platform.printed());
    }
}
