package org.mutoscope.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The data directory, held by this process alone while it is open.
 *
 * <p>Two platforms on one database file would destroy it; the operating system drops the lock when the process dies,
 * however it dies, so a lock never has to be broken by hand.
 */
final class DataDirectory implements AutoCloseable {
    private final Path run;
    private final FileChannel channel;

    private DataDirectory(Path run, FileChannel channel) {
        this.run = run;
        this.channel = channel;
    }

    /** Creates the directory where needed and locks it. */
    static DataDirectory open(Path data) throws LaunchException {
        Path run = data.resolve("run");
        try {
            Files.createDirectories(run);
            Path file = run.resolve("lock");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw new LaunchException(
                        ExitCode.DATA_LOCKED,
                        "the data directory " + data + " is used by another platform"
                                + (owner.isEmpty() ? "" : " (process " + owner + ")")
                                + "; stop that one or give this one a directory of its own with --data");
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new DataDirectory(run, channel);
        } catch (IOException e) {
            throw new LaunchException(
                    ExitCode.DATA_UNUSABLE, "the data directory " + data + " cannot be written: " + e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this same process holds it, as in a test
        }
    }

    /** Things of this run only: the lock, the framework's store, the base URL. */
    Path run() {
        return run;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(run.resolve("url"));
        channel.close();
    }
}
