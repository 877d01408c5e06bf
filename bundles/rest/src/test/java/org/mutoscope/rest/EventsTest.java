package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mutoscope.core.jobs.JobState;

/** Event streams over a real connection. */
@Timeout(120)
class EventsTest {
    @Test
    void tellsTheStateAtOnceThenChangesThenTheEndAndCloses() throws Exception {
        try (Served served = new Served();
                Socket socket = served.connect()) {
            served.board.put(StubBoard.job("video_e", "acct_ann", JobState.QUEUED));
            BufferedReader events = follow(socket, "video_e");
            assertTrue(next(events, "event: progress").contains("\"state\":\"queued\""));
            served.board.put(StubBoard.job("video_e", "acct_ann", JobState.IN_PROGRESS));
            assertTrue(next(events, "event: progress").contains("\"state\":\"in_progress\""));
            served.board.put(StubBoard.job("video_e", "acct_ann", JobState.COMPLETED));
            assertTrue(next(events, "event: done").contains("\"state\":\"completed\""));
            while (!"0".equals(events.readLine())) {
                continue; // the last chunk
            }
            assertEquals(0, served.board.watched());
        }
    }

    @Test
    void anEndedJobEndsTheStreamAtOnce() throws Exception {
        try (Served served = new Served();
                Socket socket = served.connect()) {
            served.board.put(StubBoard.job("video_e", "acct_ann", JobState.FAILED));
            assertTrue(next(follow(socket, "video_e"), "event: done").contains("\"state\":\"failed\""));
        }
    }

    @Test
    void heartbeatsKeepTheStreamAndFindClientsThatAreGone() throws Exception {
        try (Served served = new Served()) {
            served.door.configure(new Settings(100_000, 100_000, 0, 1, Set.of(), 1, 600));
            served.board.put(StubBoard.job("video_e", "acct_ann", JobState.QUEUED));
            try (Socket socket = served.connect()) {
                BufferedReader events = follow(socket, "video_e");
                String line = events.readLine();
                while (!line.startsWith(": ")) {
                    line = events.readLine();
                }
                assertEquals(1, served.board.watched());
                socket.setSoLinger(true, 0);
            }
            while (served.board.watched() > 0) {
                Thread.onSpinWait(); // bounded by the timeout of the class
            }
        }
    }

    private static BufferedReader follow(Socket socket, String job) throws IOException {
        socket.getOutputStream()
                .write(("GET /api/v1/jobs/" + job
                                + "/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mk_ann\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("HTTP/1.1 200 OK", reader.readLine());
        String line = reader.readLine();
        String type = null;
        while (!line.isEmpty()) {
            type = line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type:") ? line : type;
            line = reader.readLine();
        }
        assertTrue(type != null && type.contains("text/event-stream"), type);
        return reader;
    }

    private static String next(BufferedReader events, String event) throws IOException {
        String line = events.readLine();
        while (line != null && !line.equals(event)) {
            assertTrue(!line.startsWith("event: ") || line.equals(event), line);
            line = events.readLine();
        }
        String data = line == null ? null : events.readLine();
        if (data == null) {
            assertNull("the stream ended before " + event);
        }
        return data;
    }
}
