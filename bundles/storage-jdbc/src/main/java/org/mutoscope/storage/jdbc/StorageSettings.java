package org.mutoscope.storage.jdbc;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a storage is opened with.
 *
 * @param engine which database
 * @param dataFolder the platform's data folder; H2 keeps its file in {@code db} below it
 * @param url JDBC address of the server; empty for H2
 * @param user of the server; empty for H2
 * @param password of the server; empty for H2
 * @param connections most connections to a server, or most parallel reads on H2; 1 to 1000
 * @param queueUnits most units of work that wait for the one writer of H2; 1 to 1,000,000
 * @param reserveBytes free bytes on the volume below which H2 takes no new work; 0 switches this off
 * @param fileSystem prefix H2 opens its file with. {@code async:} because a plain file is closed under everybody's feet when a reading
 *     thread is interrupted; tests put one here that loses power
 */
public record StorageSettings(
        Engine engine,
        Path dataFolder,
        String url,
        String user,
        String password,
        int connections,
        int queueUnits,
        long reserveBytes,
        String fileSystem) {
    static final int CONNECTIONS = 16;
    static final int QUEUE_UNITS = 4096;
    static final int RESERVE_MEGABYTES = 64;
    static final String FILE_SYSTEM = "async:";

    /** Refuses what cannot work, by name. */
    public StorageSettings {
        Objects.requireNonNull(engine);
        Objects.requireNonNull(dataFolder);
        require(connections >= 1 && connections <= 1000, "connections is " + connections + "; it must be 1 to 1000");
        require(
                queueUnits >= 1 && queueUnits <= 1_000_000,
                "queue.units is " + queueUnits + "; it must be 1 to 1000000");
        require(reserveBytes >= 0, "reserve.megabytes must be 0 or more");
        boolean server = url.startsWith("jdbc:postgresql:");
        require(
                engine != Engine.POSTGRESQL || server,
                "url must begin with jdbc:postgresql: when engine is postgresql");
        require(
                engine != Engine.H2 || url.isEmpty(),
                "url is for engine postgresql only; the file of h2 is always db/ below the data folder");
        require(
                engine != Engine.H2 || dataFolder.toString().indexOf(';') < 0,
                "the path of the data folder must not hold a semicolon");
    }

    /** An embedded database below a data folder. */
    public static StorageSettings embedded(Path dataFolder) {
        return new StorageSettings(
                Engine.H2,
                dataFolder,
                "",
                "",
                "",
                CONNECTIONS,
                QUEUE_UNITS,
                RESERVE_MEGABYTES * 1_000_000L,
                FILE_SYSTEM);
    }

    /** A server. */
    public static StorageSettings postgresql(String url, String user, String password) {
        return new StorageSettings(
                Engine.POSTGRESQL, Path.of(""), url, user, password, CONNECTIONS, QUEUE_UNITS, 0, FILE_SYSTEM);
    }

    StorageSettings onFileSystem(String prefix) {
        return new StorageSettings(
                engine, dataFolder, url, user, password, connections, queueUnits, reserveBytes, prefix);
    }

    StorageSettings withQueue(int units) {
        return new StorageSettings(
                engine, dataFolder, url, user, password, connections, units, reserveBytes, fileSystem);
    }

    StorageSettings withReserve(long bytes) {
        return new StorageSettings(engine, dataFolder, url, user, password, connections, queueUnits, bytes, fileSystem);
    }

    /** Without the password: this goes into logs. */
    @Override
    public String toString() {
        return engine == Engine.H2 ? "h2 in " + dataFolder : "postgresql at " + url.replaceAll("\\?.*", "");
    }

    private static void require(boolean sound, String message) {
        if (!sound) {
            throw new StorageUnusable(StorageUnusable.Why.SETTINGS, message);
        }
    }
}
