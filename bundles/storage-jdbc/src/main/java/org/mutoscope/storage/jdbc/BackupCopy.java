package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;

/**
 * A copy of the embedded database: H2's own zip and its digest. Putting one back needs the JDK alone, so any program can do it.
 */
public final class BackupCopy {
    private static final String ZIP = "database.zip";
    private static final String FACTS = "database.properties";
    private static final String DIGEST = "sha256";

    private BackupCopy() {}

    /** Copies the running database into an empty folder; work goes on meanwhile. */
    static String make(DataSource source, Path folder) throws IOException {
        requireEmpty(folder);
        Path zip = folder.resolve(ZIP);
        try (Connection connection = source.getConnection();
                PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            backup.setString(1, zip.toAbsolutePath().toString());
            backup.execute();
        } catch (SQLException e) {
            throw new IOException("the database could not be copied: " + e.getMessage(), e);
        }
        force(zip);
        Properties facts = new Properties();
        facts.setProperty("engine", Engine.H2.configName());
        facts.setProperty("bytes", Long.toString(Files.size(zip)));
        facts.setProperty(DIGEST, sha256(zip));
        try (OutputStream out = Files.newOutputStream(folder.resolve(FACTS))) {
            facts.store(
                    out, "A copy of a Mutoscope database; docs/operate/backup-and-restore.md says how to put it back");
        }
        force(folder.resolve(FACTS));
        EmbeddedFolder.sync(folder);
        return "unpack " + ZIP + " into the empty folder db of a new data folder and start on that; from a backup"
                + " \"mutoscope restore BACKUP.zip --into NEWDATA\" does it";
    }

    /**
     * Puts a copy back into a data folder that holds no database. The platform must not run on that folder.
     *
     * @throws IOException if there is a database already, or the copy is incomplete or altered; nothing was changed then
     */
    public static void restore(Path copy, Path dataFolder) throws IOException {
        EmbeddedFolder folder = new EmbeddedFolder(dataFolder);
        if (folder.holdsDatabase()) {
            throw new IOException("there is a database in " + folder.path() + " already; move that folder away first");
        }
        Path zip = copy.resolve(ZIP);
        requireUnaltered(copy, zip);
        Files.createDirectories(folder.path());
        Path young = Files.createTempFile(folder.path(), "restore", ".part");
        try {
            unzip(zip, young);
            force(young);
            folder.opened(); // the copy is that of a file in use
            Files.move(young, folder.file(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(young);
        }
        folder.mark();
    }

    private static void requireUnaltered(Path copy, Path zip) throws IOException {
        Path file = copy.resolve(FACTS);
        if (!Files.exists(file) || !Files.exists(zip)) {
            throw new IOException(
                    copy + " holds no whole copy of a database: " + ZIP + " and " + FACTS + " must be there");
        }
        Properties facts = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            facts.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged; use another copy", e);
        }
        if (!sha256(zip).equals(facts.getProperty(DIGEST))) {
            throw new IOException(zip + " is not what was written when the copy was made; use another copy");
        }
    }

    private static void unzip(Path zip, Path target) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(EmbeddedFolder.FILE)) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    return;
                }
            }
        }
        throw new IOException(zip + " holds no " + EmbeddedFolder.FILE);
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new IOException("the folder " + folder + " is not empty; name an empty one");
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
