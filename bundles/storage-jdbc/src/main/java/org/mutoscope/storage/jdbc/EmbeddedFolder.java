package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The folder {@code db} of the data folder. Beside H2's file lies a marker, written once the first schema stands: H2 takes a missing or empty file for a
 * wish to begin anew, and a platform that has lost its ledger must not.
 */
final class EmbeddedFolder {
    static final String NAME = "mutoscope";
    static final String FILE = NAME + ".mv.db";
    private static final String MARKER = NAME + ".exists";
    private static final String OPEN = NAME + ".open";

    private final Path folder;

    EmbeddedFolder(Path dataFolder) {
        this.folder = dataFolder.resolve("db").toAbsolutePath();
    }

    Path path() {
        return folder;
    }

    Path file() {
        return folder.resolve(FILE);
    }

    /** Whether there is, or was, a database here. */
    boolean holdsDatabase() {
        return Files.exists(file()) || Files.exists(folder.resolve(MARKER));
    }

    /** Makes the folder, or fails if the database that was here is gone. */
    void prepare() {
        try {
            Files.createDirectories(folder);
            boolean expected = Files.exists(folder.resolve(MARKER));
            if (expected && (!Files.exists(file()) || Files.size(file()) == 0)) {
                throw new StorageUnusable(
                        StorageUnusable.Why.DAMAGED,
                        "the database file " + file() + " is missing or empty, though there was one; "
                                + howToRestore());
            }
            if (expected && isAltered()) {
                throw new StorageUnusable(
                        StorageUnusable.Why.DAMAGED,
                        "the database file " + file() + " is not as long as it was left; " + howToRestore());
            }
        } catch (IOException e) {
            throw new StorageUnusable(
                    StorageUnusable.Why.NOT_WRITABLE, "the folder " + folder + " cannot be written: " + e, e);
        }
    }

    /** Notes that there is a database from now on, and makes the names of both files survive a power cut. */
    void mark() throws IOException {
        make(folder.resolve(MARKER));
        sync(folder.getParent());
    }

    /** Whether the file was left without being closed. One without a marker beside it was put here from a backup, which is a copy of an open file. */
    boolean wasLeftOpen() {
        boolean open = Files.exists(folder.resolve(OPEN)) || !Files.exists(folder.resolve(MARKER));
        return open && Files.exists(file());
    }

    /** Notes that the file is not closed, until {@link #closed}. */
    void opened() throws IOException {
        make(folder.resolve(OPEN));
    }

    /** Notes that the file was closed properly, and how long it was. */
    void closed() throws IOException {
        Files.writeString(folder.resolve(MARKER), Long.toString(Files.size(file())));
        sync(folder);
        Files.deleteIfExists(folder.resolve(OPEN));
    }

    /** Whether the file is shorter or longer than when it was closed: H2 would open an older state that is still whole in it. */
    private boolean isAltered() throws IOException {
        String length = Files.readString(folder.resolve(MARKER)).strip();
        return !wasLeftOpen() && !length.isEmpty() && !length.equals(Long.toString(Files.size(file())));
    }

    private void make(Path marker) throws IOException {
        if (!Files.exists(marker)) {
            Files.createFile(marker);
            sync(folder);
        }
    }

    String howToRestore() {
        return "put a backup into a new data folder with \"mutoscope restore BACKUP.zip --into NEWDATA\" and start on that"
                + " (docs/operate/backup-and-restore.md); to begin anew without accounts and credits, move " + folder
                + " away";
    }

    static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
