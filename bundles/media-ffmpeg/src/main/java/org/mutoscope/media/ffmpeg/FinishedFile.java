package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files appear under their name only when they are whole. */
final class FinishedFile {
    private FinishedFile() {}

    /** Where a file is written until it is finished. */
    static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** @throws IOException if it cannot be renamed; the message names no path */
    static void publish(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            throw new IOException("the finished file could not be put in its place: " + e.getReason(), e);
        }
    }

    /** A file as ffmpeg wants it, with the protocol: a name with a colon would be taken for one. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }
}
