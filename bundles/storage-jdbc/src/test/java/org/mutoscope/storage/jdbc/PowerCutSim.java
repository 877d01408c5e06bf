package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.problem.Problem;

/**
 * The power goes off at a seeded moment while clients write, again and again on the same database. Afterwards it opens, and all that was ever confirmed is there.
 * {@code -Dmutoscope.powercuts=500} for the whole count, {@code -Dmutoscope.seed=...} to see a failure again.
 */
final class PowerCutSim {
    private static final String FLUSH = "checkpoint sync";
    private static final int CLIENTS = 6;

    @TempDir
    Path data;

    private final long seed = Long.getLong("mutoscope.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Witness witness = new Witness();
    private FaultyDisk disk;

    @Test
    @Timeout(1800)
    void whatWasConfirmedSurvivesEveryCut() throws Exception {
        int cuts = Integer.getInteger("mutoscope.powercuts", 50);
        say("power cuts: " + cuts + ", seed " + seed);
        begin();
        for (int cut = 1; cut <= cuts; cut++) {
            String where = "cut " + cut + " with seed " + seed;
            writeUntilCut(FLUSH, "c" + cut);
            try (EmbeddedStorage storage = open(FLUSH)) {
                witness.check(storage, where);
                if (random.nextInt(4) == 0) {
                    disk.cutAfter(1 + random.nextInt(12)); // while it closes, which moves things about
                }
            } catch (Problem thePowerIsOff) {
                assertTrue(disk.isOff(), where);
            }
            disk.cut();
        }
        say("power cuts: all " + witness.confirmed().size() + " confirmed units are there");
    }

    /** A test of the test: a storage that confirms before the disk has it must be caught. */
    @Test
    @Timeout(600)
    void withoutTheFlushConfirmedWorkIsLost() throws Exception {
        begin();
        for (int cut = 1; cut <= 40; cut++) {
            writeUntilCut("checkpoint", "c" + cut);
            try (EmbeddedStorage storage = open(FLUSH)) {
                if (!witness.lost(storage).isEmpty()) {
                    return;
                }
            } catch (StorageUnusable damaged) {
                return; // also lost
            }
        }
        throw new AssertionError(
                "40 cuts without a flush lost nothing: the simulation does not simulate; seed " + seed);
    }

    private void begin() {
        JdbcStorage.open(data, Clock.systemUTC()).close();
    }

    private void writeUntilCut(String flush, String round) throws Exception {
        insertDisk();
        EmbeddedStorage storage = open(flush);
        disk.cutAfter(1 + random.nextInt(120));
        witness.writeUntilRefused(storage, round, CLIENTS);
        assertTrue(disk.isOff(), "writing ended before the cut");
        try {
            storage.close();
        } catch (Problem | StorageUnusable thePowerIsOff) {
            // nothing can be closed properly now
        }
        disk.cut();
        insertDisk();
    }

    /** Puts a sound disk under the file, with what the last one has kept. */
    private void insertDisk() throws IOException {
        Path file = new EmbeddedFolder(data).file();
        disk = new FaultyDisk(file, random);
        FaultyFilePath.insert(file, disk);
    }

    private EmbeddedStorage open(String flush) {
        StorageSettings settings = StorageSettings.embedded(data).onFileSystem(FaultyFilePath.PREFIX);
        return new EmbeddedStorage(settings, DriverDataSource.fromClassPath(Engine.H2), Clock.systemUTC(), flush);
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
