package org.mutoscope.backend.local;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices packages that come and go in the model folders. Looks every so often: a package is a tree of files, of which the system's watchers tell little and on
 * network disks nothing. What changed counts once two looks in a row have seen the same, so that a package that is still being copied is left alone.
 */
final class ModelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    /** A model folder, its packages, their folders. */
    private static final int DEPTH = 3;

    private final List<Path> folders;
    private final Runnable changed;
    private final ScheduledExecutorService clock;
    private Set<String> known;
    private Set<String> seen;

    /** @param changed told on a thread of its own; must return soon */
    ModelWatch(List<Path> folders, Runnable changed) {
        this.folders = folders;
        this.changed = changed;
        this.known = print();
        this.seen = known;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mutoscope-model-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins. @param seconds between two looks; 0 never looks */
    void start(int seconds) {
        if (seconds > 0) {
            clock.scheduleWithFixedDelay(this::look, seconds, seconds, TimeUnit.SECONDS);
        }
    }

    /** Looks once. */
    synchronized void look() {
        Set<String> now = print();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(known)) {
            known = now;
            LOG.info("the model folders have changed: {}", folders);
            changed.run();
        }
    }

    /** Every file with its length and time, but for what has a name that begins with a dot. */
    private Set<String> print() {
        Set<String> files = new TreeSet<>();
        for (Path folder : folders) {
            try {
                if (Files.isDirectory(folder)) {
                    Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new Printer(folder, files));
                }
            } catch (IOException e) {
                files.add(folder + " " + e);
            }
        }
        return files;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private static final class Printer extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Set<String> files;

        Printer(Path root, Set<String> files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden =
                    !folder.equals(root) && folder.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!file.getFileName().toString().startsWith(".")) { // workers keep notes of their own beside packages
                files.add(file + " " + attributes.size() + " " + attributes.lastModifiedTime());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or not for us: the worker will say
        }
    }
}
