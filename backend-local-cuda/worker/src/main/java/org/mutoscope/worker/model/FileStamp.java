package org.mutoscope.worker.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What tells one state of a file from another without reading it. */
final class FileStamp {
    private FileStamp() {}

    /**
     * Length and time of the last change; where the system has them also the time at which the entry itself was changed, which no program can set, and its number
     * in the file system, so that neither a rewritten time nor another file of the same name goes unseen.
     */
    static String of(Path file) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        String stamp = basic.size() + " " + nanos(basic.lastModifiedTime());
        try {
            Map<String, Object> unix = Files.readAttributes(file, "unix:ctime,ino");
            return stamp + " " + nanos((FileTime) unix.get("ctime")) + " " + unix.get("ino");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return stamp;
        }
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
