package org.mutoscope.storyboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.storage.jdbc.JdbcStorage;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The databases that storyboards are kept in; each is opened once for all tests of this JVM. */
enum Database {
    H2 {
        @Override
        StorageSettings settings() throws Exception {
            return StorageSettings.embedded(temporaryFolder());
        }
    },
    POSTGRES {
        @Override
        StorageSettings settings() throws Exception {
            return PostgresServer.freshDatabase();
        }
    };

    private static final List<String> TABLES = List.of("storyboard_shot", "storyboard", "creation_cost", "account");

    private JdbcStorage storage;

    abstract StorageSettings settings() throws Exception;

    /** Empty tables and the accounts ann and bob. */
    synchronized Studio studio() {
        JdbcStorage open = storage();
        open.write(tx -> {
            TABLES.forEach(table -> tx.update("delete from " + table));
            for (String account : List.of("ann", "bob")) {
                tx.update(
                        "insert into account (id, name, created_at, frozen) values (?, ?, ?, ?)",
                        account,
                        account,
                        tx.now(),
                        false);
            }
            return null;
        });
        return new Studio(open);
    }

    private JdbcStorage storage() {
        if (storage == null) {
            try {
                storage = JdbcStorage.open(settings(), Clock.systemUTC());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(storage::close));
        }
        return storage;
    }

    private static Path temporaryFolder() throws IOException {
        Path folder = Files.createTempDirectory("mutoscope-storyboards-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        return folder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
