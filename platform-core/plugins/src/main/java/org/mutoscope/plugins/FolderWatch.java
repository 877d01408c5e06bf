package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls back when something changed in a folder, and every so often anyway: file watchers miss things on network disks. */
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final WatchService events;
    private final int rescanMilliseconds;
    private final Runnable look;
    private final Thread thread = new Thread(this::follow, "deploy-watch");

    FolderWatch(List<Path> folders, int rescanMilliseconds, Runnable look) throws IOException {
        this.rescanMilliseconds = rescanMilliseconds;
        this.look = look;
        this.events = FileSystems.getDefault().newWatchService();
        for (Path folder : folders) {
            folder.register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look.run();
            } catch (RuntimeException e) { // one bad file must not end the watch
                LOG.error("looking through deploy/ failed; it is tried again", e);
            }
            try {
                WatchKey key = events.poll(rescanMilliseconds, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            } catch (InterruptedException | java.nio.file.ClosedWatchServiceException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            events.close();
            thread.join(TimeUnit.SECONDS.toMillis(10)); // so that nothing is installed any more afterwards
        } catch (IOException e) {
            LOG.debug("closing the file watcher", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
