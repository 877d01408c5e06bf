package org.mutoscope.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.storage.jdbc.JdbcStorage;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The databases that webhooks promise to work on; each is opened once for all tests of this JVM. */
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

    private static final List<String> TABLES =
            List.of("webhook_delivery", "webhook_event", "webhook_endpoint", "outbox", "account");

    private final SetClock clock = new SetClock();
    private JdbcStorage storage;

    abstract StorageSettings settings() throws Exception;

    /** Empty tables; whatever an earlier test left is gone. */
    synchronized Post post() throws IOException {
        JdbcStorage open = storage();
        clock.reset();
        open.write(tx -> TABLES.stream()
                .mapToInt(table -> tx.update("delete from " + table))
                .sum());
        return new Post(open, clock);
    }

    private JdbcStorage storage() {
        if (storage == null) {
            try {
                storage = JdbcStorage.open(settings(), clock);
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
        Path folder = Files.createTempDirectory("mutoscope-events-");
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
