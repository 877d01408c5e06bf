package org.mutoscope.revenue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.mutoscope.storage.jdbc.JdbcStorage;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The databases that payouts are kept in, with a clock that tests move on; each is opened once for all tests of this JVM. */
enum PayoutBase {
    H2 {
        @Override
        StorageSettings settings() throws Exception {
            return StorageSettings.embedded(folder());
        }
    },
    POSTGRES {
        @Override
        StorageSettings settings() throws Exception {
            return PostgresServer.freshDatabase();
        }
    };

    /** A clock of paper: it stands until it is moved. */
    static final class Watch extends Clock {
        volatile Instant now = Instant.parse("2026-08-15T12:00:00Z");

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
            return now;
        }
    }

    final Watch watch = new Watch();
    private JdbcStorage storage;

    abstract StorageSettings settings() throws Exception;

    synchronized JdbcStorage storage() {
        if (storage == null) {
            try {
                storage = JdbcStorage.open(settings(), watch);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(storage::close));
        }
        return storage;
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("mutoscope-payouts-");
    }
}
