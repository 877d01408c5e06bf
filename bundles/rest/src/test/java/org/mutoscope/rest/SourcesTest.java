package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.road.Studio;

/** What clips are made from besides words, over a real connection. */
class SourcesTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xff};

    private Served served;

    @BeforeEach
    void serve() throws Exception {
        served = new Served();
    }

    @AfterEach
    void stop() throws Exception {
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

    private static void refused(HttpResponse<byte[]> answer, int status, String code) throws IOException {
        assertEquals(code, Served.json(answer).path("error").path("code").asText(), new String(answer.body()));
        assertEquals(status, answer.statusCode());
    }

    @Test
    void aPictureIsTheFirstFrameHoweverTheSdkSendsIt() throws Exception {
        for (Wire wire : new Wire[] {
            new Wire().text("prompt", "a").file("input_reference", "x.png", PNG),
            new Wire().javaText("prompt", "a").javaStream("input_reference", PNG)
        }) {
            HttpResponse<byte[]> answer = served.multipart("ann", wire.end());
            assertEquals(200, answer.statusCode(), new String(answer.body()));
        }
        assertEquals(2, served.studio.files.size());
        for (byte[] picture : served.studio.files) {
            assertArrayEquals(PNG, picture);
        }
        assertTrue(served.studio.seen.get(0).parameters().isEmpty(), "it is no parameter");
        assertEquals(List.of(), uploads(), "nothing is left on the disk");
    }

    @Test
    void aLargePictureGoesOverTheDisk() throws Exception {
        byte[] large = new byte[3_000_000];
        new java.util.Random(1).nextBytes(large);
        served.multipart(
                "ann",
                new Wire()
                        .text("prompt", "a")
                        .file("input_reference", "x", large)
                        .end());
        assertArrayEquals(large, served.studio.files.get(0));
        refused(
                served.multipart(
                        "ann",
                        new Wire()
                                .text("prompt", "a")
                                .file("input_reference", "x", new byte[20_000_001])
                                .end()),
                400,
                "invalid_picture");
        assertEquals(List.of(), uploads());
    }

    @Test
    void whatIsNoPictureIsNamed() throws Exception {
        refused(
                served.multipart(
                        "ann",
                        new Wire()
                                .text("prompt", "a")
                                .text("input_reference", "hello")
                                .end()),
                400,
                "invalid_picture");
        refused(
                served.multipart(
                        "ann",
                        new Wire()
                                .text("prompt", "a")
                                .file("input_reference", "1.png", PNG)
                                .file("input_reference", "2.png", PNG)
                                .end()),
                400,
                "invalid_picture");
        refused(
                served.multipart(
                        "ann",
                        new Wire()
                                .text("prompt", "refuse QUEUE_FULL")
                                .file("input_reference", "1.png", PNG)
                                .end()),
                429,
                "queue_full");
        refused(
                served.multipart(
                        "ann",
                        new Wire()
                                .file("input_reference", "1.png", PNG)
                                .text("video[id]", "c")
                                .end()),
                400,
                "unsupported_feature");
        byte[] cut = new Wire()
                .text("prompt", "a")
                .file("input_reference", "1.png", PNG)
                .unended();
        refused(served.multipart("ann", cut), 400, "invalid_multipart");
        assertEquals(List.of(), uploads(), "nothing is left on the disk");
    }

    @Test
    void anExtensionNamesItsClip() throws Exception {
        served.board.put(StubBoard.job("video_9", "acct_ann", JobState.COMPLETED));
        byte[] node = new Wire()
                .text("video[id]", "video_9")
                .text("prompt", "and on")
                .text("seconds", "4")
                .end();
        HttpResponse<byte[]> answer = served.multipart("ann", "/v1/videos/extensions", node);
        assertEquals(200, answer.statusCode(), new String(answer.body()));
        served.post(
                "ann", "/v1/videos/extensions", "{\"video\":{\"id\":\"video_9\"},\"prompt\":\"and on\",\"seconds\":4}");
        assertEquals(2, served.studio.seen.size());
        for (Studio.Submission seen : served.studio.seen) {
            assertEquals("video_9", seen.given().video());
            assertNull(seen.given().file());
            assertEquals("4", seen.seconds());
            assertTrue(seen.parameters().isEmpty(), seen.parameters().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{}`, 400, invalid_request",
                "`{\"video\":\"video_9\",\"prompt\":\"a\",\"seconds\":4}`, 400, invalid_request",
                "`{\"video\":{\"id\":7},\"prompt\":\"a\",\"seconds\":4}`, 404, video_not_found",
                "`{\"video\":{\"id\":\"../x\"},\"prompt\":\"a\",\"seconds\":4}`, 404, video_not_found",
                "`{\"video\":{\"id\":\"video_8\"},\"prompt\":\"a\",\"seconds\":4}`, 404, video_not_found",
                "`{\"video\":{\"id\":\"video_9\"},\"prompt\":\"a\"}`, 400, invalid_seconds",
                "`{\"video\":{\"id\":\"video_9\"},\"seconds\":4}`, 400, missing_prompt",
                "`{\"video\":{\"id\":\"video_9\"},\"prompt\":\"a\",\"seconds\":4,\"input_reference\":{}}`, 400, unsupported_feature"
            })
    void badExtensions(String json, int status, String code) throws Exception {
        served.board.put(StubBoard.job("video_9", "acct_ann", JobState.COMPLETED));
        served.board.put(StubBoard.job("video_8", "acct_bob", JobState.COMPLETED));
        refused(served.post("ann", "/v1/videos/extensions", json), status, code);
        assertTrue(served.studio.seen.isEmpty());
    }
}
