package org.mutoscope.backend.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder a worker runs in: {@code worker-PLATFORM_PID-BUNDLE-SEAT}. Its temporary files (unpacked native libraries) go there, because a killed
 * worker cannot remove them itself.
 */
final class WorkerFolder {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFolder.class);
    private static final Pattern NAME = Pattern.compile("worker-([0-9]{1,18})-.*");

    private WorkerFolder() {}

    /** Name of a folder's owner: this platform process and the bundle. */
    static String owner(long bundle) {
        return ProcessHandle.current().pid() + "-" + bundle;
    }

    /** The folder of a seat. */
    static Path of(Settings settings, int seat) {
        return settings.runFolder().resolve("worker-" + settings.owner() + "-" + seat);
    }

    /** Makes the folder, empty but for an empty {@code tmp}. */
    static void empty(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder.resolve("tmp"));
    }

    /** Removes the folders of platforms that are no longer there. Never fails. */
    static void sweep(Path runFolder) {
        if (!Files.isDirectory(runFolder)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(runFolder, "worker-*")) {
            for (Path folder : folders) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(folder);
                }
            }
        } catch (IOException e) {
            LOG.warn("the folder {} cannot be searched for leftovers of earlier workers: {}", runFolder, e.toString());
        }
    }

    /** Removes a folder with all its content. Never fails. */
    static void remove(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            LOG.warn("leftovers of a worker stay in {}: {}", folder, e.toString());
        }
    }

    private static void delete(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new Deleter());
        } catch (NoSuchFileException e) {
            // Nothing to delete.
        }
    }

    /** Does not follow links. */
    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
