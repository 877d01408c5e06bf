package org.mutoscope.storage.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** H2 in this process: one file, one writer, parallel reads. */
final class EmbeddedStorage implements Storage {
    /**
     * No close by a shutdown hook (the platform stops its bundles in order); no trace file (it would hold values); a cache of 64 MB instead of a share of
     * the machine's memory. Results are not reused: in a snapshot H2 remembers what an older snapshot saw and shows it to the next one.
     */
    private static final String OPTIONS =
            ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=65536;LOCK_TIMEOUT=10000"
                    + ";OPTIMIZE_REUSE_RESULTS=FALSE" + H2File.OPTIONS;

    private static final String FLUSH = "checkpoint sync";

    private final EmbeddedFolder folder;
    private final String file;
    private final DataSource source;
    private final Connection connection;
    private final GroupCommitWriter writer;
    private final Snapshots snapshots;

    EmbeddedStorage(StorageSettings settings, Driver driver, Clock clock) {
        this(settings, driver, clock, FLUSH);
    }

    /** @param flush what forces the file to the disk; a test puts something here that does not */
    EmbeddedStorage(StorageSettings settings, Driver driver, Clock clock, String flush) {
        folder = new EmbeddedFolder(settings.dataFolder());
        folder.prepare();
        OrderedFilePath.register();
        source = source(settings, folder, driver);
        file = h2Path(settings, folder.file());
        connection = connect(file, folder, source);
        try {
            H2File h2 = new H2File(connection, flush);
            new Schema(source, new SchemaBackup(folder, source)).migrate(folder.howToRestore());
            IdentityCaches.enlarge(connection);
            connection.setAutoCommit(false);
            h2.flush();
            folder.mark();
            DiskReserve reserve = new DiskReserve(folder.path(), settings.reserveBytes());
            writer = new GroupCommitWriter(h2, reserve, clock, settings.queueUnits()).start();
            snapshots = new Snapshots(source, clock, settings.connections());
        } catch (SQLException | IOException | RuntimeException e) {
            closeAfter(e);
            throw e instanceof StorageUnusable ? (StorageUnusable) e : unusable(folder, e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        return writer.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return snapshots.read(work);
    }

    @Override
    public Optional<String> obstacle() {
        return writer.obstacle();
    }

    @Override
    public String copyInto(Path target) throws IOException {
        return BackupCopy.make(source, target);
    }

    @Override
    public void close() {
        writer.close();
        if (writer.failed()) {
            return; // the fault has closed the file
        }
        try {
            snapshots.close();
            connection.close(); // the last one: H2 closes the file
            OrderedFilePath.force(file);
            folder.closed();
        } catch (SQLException | IOException e) {
            throw SqlFaults.unavailable(e);
        }
    }

    private static DataSource source(StorageSettings settings, EmbeddedFolder folder, Driver driver) {
        Properties login = new Properties();
        login.setProperty("user", "mutoscope");
        login.setProperty("password", ""); // the file's own access rights protect it
        return new DriverDataSource(
                driver, "jdbc:h2:" + h2Path(settings, folder.path().resolve(EmbeddedFolder.NAME)) + OPTIONS, login);
    }

    private static String h2Path(StorageSettings settings, Path path) {
        return OrderedFilePath.PREFIX + settings.fileSystem() + path.toString().replace('\\', '/');
    }

    private static Connection connect(String file, EmbeddedFolder folder, DataSource source) {
        try {
            if (folder.wasLeftOpen()) {
                CrashRecovery.run(file);
            }
            folder.opened();
            return source.getConnection();
        } catch (SQLException | IOException | RuntimeException e) {
            throw unusable(folder, e);
        }
    }

    private static StorageUnusable unusable(EmbeddedFolder folder, Exception e) {
        if (isInUse(e)) {
            return new StorageUnusable(
                    StorageUnusable.Why.IN_USE,
                    "the database " + folder.file()
                            + " is open in another process (another platform, or a database tool); stop that one first",
                    e);
        }
        if (SqlFaults.isDiskFull(e)) {
            return new StorageUnusable(
                    StorageUnusable.Why.NOT_WRITABLE,
                    "the disk that holds " + folder.path() + " is full; free some space and start again",
                    e);
        }
        return new StorageUnusable(
                StorageUnusable.Why.DAMAGED,
                "the database file " + folder.file() + " cannot be opened (" + e.getMessage()
                        + "); it is damaged or was written by something else: " + folder.howToRestore(),
                e);
    }

    private static boolean isInUse(Exception e) {
        return e instanceof SQLException && "90020".equals(((SQLException) e).getSQLState())
                || e instanceof MVStoreException
                        && ((MVStoreException) e).getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
    }

    private void closeAfter(Exception fault) {
        try {
            connection.close();
        } catch (SQLException e) {
            fault.addSuppressed(e);
        }
    }
}
