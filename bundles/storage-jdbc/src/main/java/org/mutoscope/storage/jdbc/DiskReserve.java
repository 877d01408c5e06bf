package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Watches the free space of the volume, at most once a second. Work is refused while it is short, before a write fails: a failed write can only be
 * mended by a restart, a refusal ends when there is space again.
 */
final class DiskReserve {
    private static final long LOOK_NANOS = 1_000_000_000;

    private final FileStore volume;
    private final long bytes;
    private volatile Optional<String> shortage = Optional.empty();
    private volatile long looked;

    DiskReserve(Path folder, long bytes) throws IOException {
        this.volume = Files.getFileStore(folder);
        this.bytes = bytes;
        look();
    }

    /** What is short and what to do; empty if there is enough. */
    Optional<String> shortage() {
        if (bytes > 0 && System.nanoTime() - looked > LOOK_NANOS) {
            look();
        }
        return shortage;
    }

    private void look() {
        looked = System.nanoTime();
        try {
            long free = volume.getUsableSpace();
            shortage = free >= bytes
                    ? Optional.empty()
                    : Optional.of(
                            "the disk of the data folder has " + free / 1_000_000 + " MB left and " + bytes / 1_000_000
                                    + " MB are kept in reserve; free some space, then changes are accepted again");
        } catch (IOException e) {
            shortage = Optional.of("the free space of the data folder cannot be read: " + e.getMessage());
        }
    }
}
