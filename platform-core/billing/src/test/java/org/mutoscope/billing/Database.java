package org.mutoscope.billing;

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

/** The databases that billing promises to work on; each is opened once for all tests of this JVM. */
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
            "billing_notice_part",
            "billing_notice",
            "billing_purchase",
            "billing_signal",
            "billing_subscription",
            "billing_proof",
            "billing_provider",
            "billing_account",
            "plan_period",
            "account_plan",
            "provider_note",
            "ext_event",
            "audit",
            "posting",
            "ledger_tx",
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

    /** Empty tables; whatever an earlier test left is gone. */
    synchronized Shop shop() {
        JdbcStorage open = storage();
        clock.reset();
        open.write(tx -> TABLES.stream()
                .mapToInt(table -> tx.update("delete from " + table))
                .sum());
        return new Shop(open, clock);
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
        Path folder = Files.createTempDirectory("mutoscope-billing-");
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
