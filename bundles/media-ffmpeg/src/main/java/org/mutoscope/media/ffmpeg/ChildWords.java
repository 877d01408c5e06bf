package org.mutoscope.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drains what a child says on its error stream: keeps the last lines for the log, and the counts of its progress. */
final class ChildWords implements Runnable {
    private static final int LINES = 30;
    private static final int COLUMNS = 400;
    /** A line of {@code -progress}, for example {@code frame=12}. */
    private static final Pattern PROGRESS = Pattern.compile("([a-z0-9_]+)=\\s*(\\S*)");
    /** The loader's remark on each stand-in library. */
    private static final String LOADER_NOISE = "no version information available";

    private final InputStream stream;
    private final Runnable onMove;
    private final Deque<String> lines = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long frames;
    private long microseconds;

    /** @param onMove run when the count of frames, or the time of what was written, grew */
    ChildWords(InputStream stream, Runnable onMove) {
        this.stream = stream;
        this.onMove = onMove;
    }

    @Override
    public void run() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            add("(the rest was lost: " + e.getMessage() + ")");
        } finally {
            end.countDown();
        }
    }

    private void take(String line) {
        Matcher progress = PROGRESS.matcher(line);
        if (progress.matches()) {
            if (progress.group(1).equals("frame") && count(progress.group(2)) > frames) {
                frames = count(progress.group(2));
                onMove.run();
            } else if (progress.group(1).equals("out_time_us") && count(progress.group(2)) > microseconds) {
                microseconds = count(progress.group(2)); // sound has no frames that are counted
                onMove.run();
            }
        } else if (!line.contains(LOADER_NOISE)) {
            add(line);
        }
    }

    private static long count(String digits) {
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : 0;
    }

    private void add(String line) {
        synchronized (lines) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.add(line.length() > COLUMNS ? line.substring(0, COLUMNS) : line);
        }
    }

    /** Highest frame count seen. */
    long frames() {
        return frames;
    }

    /** Waits until all was read; the process has ended, so that is soon. */
    void await() throws InterruptedException {
        end.await(10, TimeUnit.SECONDS);
    }

    /** The last lines, each after a line break. */
    String tail() {
        synchronized (lines) {
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append("\n  ").append(line));
            return text.toString();
        }
    }
}
