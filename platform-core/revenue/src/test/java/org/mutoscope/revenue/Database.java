package org.mutoscope.revenue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** The databases that revenue is kept in; each is opened once for all tests of this JVM. */
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

    private static final List<Path> FOLDERS = new CopyOnWriteArrayList<>();

    private House house;

    abstract StorageSettings settings() throws Exception;

    /** People of their own, over tables that other tests use too. */
    synchronized Town town() {
        if (house == null) {
            try {
                house = new House(settings());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            house.settings.put("dispatch_paused", true);
            house.start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        }
        return new Town(house);
    }

    /** One after the other: what is open is not deleted. */
    private void close() {
        house.close();
        if (this == H2) {
            FOLDERS.forEach(Database::delete);
        }
    }

    private static Path temporaryFolder() throws IOException {
        Path folder = Files.createTempDirectory("mutoscope-revenue-");
        FOLDERS.add(folder);
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
