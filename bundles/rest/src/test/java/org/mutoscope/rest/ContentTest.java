package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.core.jobs.JobState;

/** Files, whole and in parts. */
class ContentTest {
    private static final byte[] FILE = new byte[300_000];
    private static final String PATH = "/v1/videos/video_done/content";
    private static Served served;
    private static String etag;

    @BeforeAll
    static void serve() throws Exception {
        new Random(1).nextBytes(FILE);
        served = new Served();
        served.board.put(StubBoard.job("video_done", "acct_ann", JobState.COMPLETED));
        served.board.put(StubBoard.job("video_new", "acct_ann", JobState.IN_PROGRESS));
        served.board.put(StubBoard.job("video_bad", "acct_ann", JobState.FAILED));
        etag = "\"" + served.clips.put("video_done", "video", FILE).sha256() + "\"";
    }

    @AfterAll
    static void stop() throws Exception {
        served.close();
    }

    private static HttpResponse<byte[]> get(String... headers) throws Exception {
        HttpRequest.Builder request = served.request("ann", PATH).header("Accept", "application/binary");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return served.send(request.GET());
    }

    @Test
    void wholeFileWithItsName() throws Exception {
        HttpResponse<byte[]> answer = get();
        assertEquals(200, answer.statusCode());
        assertArrayEquals(FILE, answer.body());
        assertEquals("video/mp4", answer.headers().firstValue("content-type").orElseThrow());
        assertEquals(etag, answer.headers().firstValue("etag").orElseThrow());
        assertEquals("300000", answer.headers().firstValue("content-length").orElseThrow());
        assertEquals(
                "attachment; filename=\"video_done.mp4\"",
                answer.headers().firstValue("content-disposition").orElseThrow());
    }

    @Test
    void headTellsTheLengthWithoutTheFile() throws Exception {
        HttpResponse<byte[]> answer =
                served.send(served.request("ann", PATH).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, answer.statusCode());
        assertEquals(0, answer.body().length);
        assertEquals("300000", answer.headers().firstValue("content-length").orElseThrow());
        assertEquals("bytes", answer.headers().firstValue("accept-ranges").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 10",
        "bytes=299990-, 299990, 10",
        "bytes=-5, 299995, 5",
        "bytes=-999999999999999999999, 0, 300000",
        "bytes=299999-99999999999999999999, 299999, 1"
    })
    void partsOfTheFile(String range, int from, int length) throws Exception {
        HttpResponse<byte[]> answer = get("Range", range);
        assertEquals(206, answer.statusCode());
        assertArrayEquals(Arrays.copyOfRange(FILE, from, from + length), answer.body());
        assertEquals(
                "bytes " + from + "-" + (from + length - 1) + "/300000",
                answer.headers().firstValue("content-range").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"bytes=300000-", "bytes=99999999999999999999-", "bytes=-0"})
    void partsBehindTheEnd(String range) throws Exception {
        HttpResponse<byte[]> answer = get("Range", range);
        assertEquals(416, answer.statusCode());
        assertEquals(
                "bytes */300000", answer.headers().firstValue("content-range").orElseThrow());
        assertEquals(
                "range_not_satisfiable", Served.json(answer).at("/error/code").asText());
    }

    @ParameterizedTest
    @CsvSource({"bytes=5-4", "'bytes=0-1,5-6'", "bytes=-", "bytes", "lines=1-2", "bytes=a-b"})
    void rangesThatMeanNothingGiveTheWhole(String range) throws Exception {
        assertEquals(200, get("Range", range).statusCode());
    }

    @Test
    void conditions() throws Exception {
        assertEquals(304, get("If-None-Match", etag).statusCode());
        assertEquals(206, get("Range", "bytes=0-1", "If-Range", etag).statusCode());
        assertEquals(200, get("Range", "bytes=0-1", "If-Range", "\"other\"").statusCode());
    }

    @Test
    void whatIsNotThereSaysWhy() throws Exception {
        assertEquals("video_not_ready", code("/v1/videos/video_new/content", 400));
        assertEquals("video_not_ready", code("/v1/videos/video_bad/content", 400));
        assertEquals("invalid_variant", code(PATH + "?variant=gif", 400));
        assertEquals("video_expired", code(PATH + "?variant=thumbnail", 404));
    }

    private static String code(String path, int status) throws Exception {
        HttpResponse<byte[]> answer = served.get("ann", path);
        assertEquals(status, answer.statusCode());
        assertTrue(answer.body().length > 0);
        return Served.json(answer).at("/error/code").asText();
    }
}
