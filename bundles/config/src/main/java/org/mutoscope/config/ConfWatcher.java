package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when a configuration file has changed and nobody is writing any more.
 *
 * <p>The file system's own events make it quick; looking again every two seconds makes it certain, since events get lost
 * on network and container file systems.
 */
final class ConfWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfWatcher.class);
    private static final long RESCAN_MILLIS = 2_000;
    private static final long QUIET_MILLIS = 150;

    private final Path directory;
    private final Runnable changed;
    private final WatchService events;
    private final Thread thread = new Thread(this::watch, "mutoscope-conf");
    private Fingerprint known;

    /** Starts watching; changes are those after {@code known}. */
    ConfWatcher(Path directory, Fingerprint known, Runnable changed) throws IOException {
        this.directory = directory;
        this.known = known;
        this.changed = changed;
        this.events = directory.getFileSystem().newWatchService();
        if (Files.isDirectory(directory)) {
            directory.register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                await(RESCAN_MILLIS);
                Fingerprint now = Fingerprint.of(directory);
                if (!now.equals(known)) {
                    Fingerprint changes = settled(now);
                    if (reported()) {
                        known = changes; // else it is tried again at the next look
                    }
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("no longer watching {}", directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Fingerprint settled(Fingerprint first) throws InterruptedException {
        Fingerprint before = first;
        await(QUIET_MILLIS);
        Fingerprint now = Fingerprint.of(directory);
        while (!now.equals(before)) {
            before = now;
            await(QUIET_MILLIS);
            now = Fingerprint.of(directory);
        }
        return now;
    }

    private void await(long millis) throws InterruptedException {
        WatchKey key = events.poll(millis, TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private boolean reported() {
        try {
            changed.run();
            return true;
        } catch (RuntimeException e) {
            LOG.error("the configuration could not be read again", e);
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
