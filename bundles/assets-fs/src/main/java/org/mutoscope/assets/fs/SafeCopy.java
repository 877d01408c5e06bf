package org.mutoscope.assets.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A copy that is on the disk and is what was read.
 *
 * @param bytes its size
 * @param sha256 its digest
 */
record SafeCopy(long bytes, String sha256) {
    /** @throws IOException if it could not be written whole, or reads differently from what was written */
    static SafeCopy write(Path source, Path target) throws IOException {
        MessageDigest digest = Digests.sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(source);
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, n); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        SafeCopy copy = new SafeCopy(bytes, HexFormat.of().formatHex(digest.digest()));
        copy.verify(target);
        return copy;
    }

    /** @throws IOException if a file is not this copy */
    void verify(Path file) throws IOException {
        if (Files.size(file) != bytes || !Digests.of(file).equals(sha256)) {
            throw new IOException("the disk gave back other bytes than were written to it");
        }
    }

    /** Makes the names in a folder survive a power cut. */
    static void forceNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
