package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/**
 * A process with ledger, jobs and storage is killed at a seeded moment, again and again on the same database; what it has confirmed is there, and nobody has paid twice.
 * {@code -Dmutoscope.kills=1000} for the whole count, {@code -Dmutoscope.seed=...} for the same moments again.
 */
@Timeout(7200)
final class JobKillSim {
    private static final int KILLS = Integer.getInteger("mutoscope.kills", 8);
    /** Kills of one database. More would only make it larger, and looking at all of it after each kill slower. */
    private static final int KILLS_OF_ONE = 50;

    private static final int MOST_CONFIRMATIONS = 250;

    private final long seed = Long.getLong("mutoscope.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path folders;

    @Test
    void onH2() throws Exception {
        killAll("h2", () -> Files.createTempDirectory(folders, "data").toString());
    }

    @Test
    void onPostgresql() throws Exception {
        killAll("postgresql", () -> PostgresServer.freshDatabase().url());
    }

    private interface Place {
        String fresh() throws Exception;
    }

    private void killAll(String engine, Place place) throws Exception {
        System.err.println("kills of ledger, jobs and storage on " + engine + ": " + KILLS + ", seed " + seed);
        long commands = 0;
        for (int done = 0; done < KILLS; done += KILLS_OF_ONE) {
            List<String> database = List.of(engine, place.fresh());
            commands += killOne(database, Math.min(KILLS_OF_ONE, KILLS - done));
        }
        System.err.println("kills on " + engine + ": " + KILLS + ", all " + commands
                + " confirmed commands are there, the ledger is sound");
    }

    private int killOne(List<String> database, int kills) throws Exception {
        JobKillWitness witness = new JobKillWitness();
        for (int kill = 1; kill <= kills; kill++) {
            writeUntilKilled(database, witness);
            try (House house = new House(JobKillChild.settings(database))) {
                witness.check(house, "kill " + kill + " with seed " + seed);
            }
        }
        finish(database, witness);
        return witness.commands();
    }

    /** Nothing is stuck: whatever the last kill left comes to its end. */
    private void finish(List<String> database, JobKillWitness witness) {
        try (House house = new House(JobKillChild.settings(database)).start()) {
            house.backend(
                    "one", new ScriptedBackend("m", 4, (request, context) -> JobKillChild.outcome(request.jobId())));
            House.until(() -> JobKillWitness.allEnded(house));
            witness.check(house, "at the end, with seed " + seed);
        }
    }

    private void writeUntilKilled(List<String> database, JobKillWitness witness) throws Exception {
        int confirmations = 1 + random.nextInt(MOST_CONFIRMATIONS);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                withoutLogging(),
                JobKillChild.class.getName()));
        command.addAll(database);
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int seen = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen += witness.hear(line) ? 1 : 0;
                if (seen == confirmations) {
                    child.toHandle().destroyForcibly(); // SIGKILL; what it has said already is still read
                }
            }
        }
        assertEquals(128 + 9, child.waitFor(), "the child ended by itself");
        assertTrue(seen >= confirmations, "the child ended by itself after " + seen + " commands");
    }

    /** Setting up logging would take a third of the child's start. */
    private static String withoutLogging() {
        String separator = System.getProperty("path.separator");
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(separator)))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(separator));
    }
}
