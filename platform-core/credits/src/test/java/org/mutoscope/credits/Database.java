package org.mutoscope.credits;

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

/** The databases that the ledger promises to work on; each is opened once for all tests of this JVM. */
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

    private static final List<String> TABLES = List.of(
            "posting",
            "ledger_tx",
            "plan_period",
            "account_plan",
            "eligibility",
            "quota_change",
            "account_bucket",
            "bucket",
            "account_zone",
            "hold_lot",
            "credit_hold",
            "credit_lot",
            "ext_purchase",
            "quote",
            "ledger_account",
            "account");

    private final SetClock clock = new SetClock();
    private JdbcStorage storage;

    abstract StorageSettings settings() throws Exception;

    /** An empty ledger; whatever an earlier test left is gone. */
    synchronized World world() {
        JdbcStorage open = storage();
        clock.reset();
        open.write(tx -> TABLES.stream()
                .mapToInt(table -> tx.update("delete from " + table))
                .sum());
        return new World(open, clock);
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
        Path folder = Files.createTempDirectory("mutoscope-credits-");
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
