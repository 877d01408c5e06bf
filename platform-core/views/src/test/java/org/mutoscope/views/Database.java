package org.mutoscope.views;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mutoscope.storage.jdbc.JdbcStorage;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The databases that views are kept in; each is opened once for all tests of this JVM, and emptied for each. */
enum Database {
    H2 {
        @Override
        StorageSettings settings() throws IOException {
            folder = Files.createTempDirectory("mutoscope-views-");
            return StorageSettings.embedded(folder);
        }
    },
    POSTGRES {
        @Override
        StorageSettings settings() throws Exception {
            return PostgresServer.freshDatabase();
        }
    };

    private static final List<String> TABLES = List.of(
            "view_sum",
            "view_appeal",
            "view_correction",
            "view_verdict",
            "view_day",
            "view_ruling",
            "view_link",
            "view_event",
            "view_viewer",
            "view_key",
            "rights_use",
            "job",
            "account_bucket",
            "bucket",
            "account");

    Path folder;
    private JdbcStorage storage;
    private volatile Supplier<Instant> time = Instant::now;

    abstract StorageSettings settings() throws Exception;

    /** Without rows, and with a clock. */
    synchronized JdbcStorage empty(Supplier<Instant> now) {
        time = now;
        if (storage == null) {
            storage = open();
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        }
        storage.write(tx -> {
            TABLES.forEach(table -> tx.update("delete from " + table));
            return null;
        });
        return storage;
    }

    private JdbcStorage open() {
        try {
            return JdbcStorage.open(settings(), new Ticking());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows what the test that runs says. */
    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return time.get();
        }
    }

    private void end() {
        storage.close();
        if (folder != null) {
            delete(folder);
        }
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
