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
            if (Files.exists(folder.resolve(MARKER)) && (!Files.exists(file()) || Files.size(file()) == 0)) {
                throw new StorageUnusable("the database file " + file() + " is missing or empty, though there was one; "
                        + howToRestore());
            }
        } catch (IOException e) {
            throw new StorageUnusable("the folder " + folder + " cannot be written: " + e, e);
        }
    }

    /** Notes that there is a database from now on, and makes the names of both files survive a power cut. */
    void mark() throws IOException {
        Path marker = folder.resolve(MARKER);
        if (Files.exists(marker)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(marker, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        sync(folder);
        sync(folder.getParent());
    }

    String howToRestore() {
        return "move the folder " + folder + " away and put a backup back with \"mutoscope restore\" (docs/operate), "
                + "or remove it to begin anew without accounts and credits";
    }

    static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
