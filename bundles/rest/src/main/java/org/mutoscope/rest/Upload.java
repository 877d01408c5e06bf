package org.mutoscope.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that a client sends, on the disk until its request was answered. Used by the one thread that answers. */
final class Upload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    private final Path file;
    private final OutputStream out;

    private Upload(Path file) throws IOException {
        this.file = file;
        this.out = Files.newOutputStream(file);
    }

    /** Begins one. @param folder made if it is not there */
    static Upload into(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new Upload(Files.createTempFile(folder, "upload-", ".part"));
    }

    /** Deletes what requests of a process that has ended left behind. */
    static void sweep(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "upload-*.part")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("uploads of an earlier run stay in {}: {}", folder, e.toString());
        }
    }

    void add(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole of it. */
    Path finished() throws IOException {
        out.close();
        return file;
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("an upload stays in {}: {}", file.getParent(), e.toString());
        }
    }
}
