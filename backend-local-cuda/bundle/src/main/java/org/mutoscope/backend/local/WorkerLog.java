package org.mutoscope.backend.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a worker prints into the platform's log, line by line. Native libraries print too. */
final class WorkerLog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
    private static final int LONGEST_LINE = 2_000;
    private static final String ERROR = "ERROR ";

    private final String worker;
    private final InputStream printed;

    WorkerLog(String worker, InputStream printed) {
        this.worker = worker;
        this.printed = printed;
    }

    @Override
    public void run() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                show(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line);
            }
        } catch (IOException e) {
            LOG.debug("the log of {} ended", worker, e);
        }
    }

    private void show(String line) {
        if (line.startsWith(ERROR)) {
            LOG.error("{}: {}", worker, line.substring(ERROR.length()));
        } else {
            LOG.info("{}: {}", worker, line);
        }
    }
}
