package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** A process that writes is killed at a seeded moment, again and again; what it has confirmed is there. {@code -Dmutoscope.kills=1000} for more. */
final class KillSim {
    private static final int KILLS = Integer.getInteger("mutoscope.kills", 10);

    private final long seed = Long.getLong("mutoscope.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Witness witness = new Witness();

    @Test
    @Timeout(7200)
    void onH2(@TempDir Path data) throws Exception {
        killAndCheck(StorageSettings.embedded(data), KILLS);
    }

    @Test
    @Timeout(7200)
    void onPostgresql() throws Exception {
        killAndCheck(PostgresServer.freshDatabase(), Math.max(2, KILLS / 5));
    }

    private void killAndCheck(StorageSettings settings, int kills) throws Exception {
        System.err.println("kills on " + settings.engine() + ": " + kills + ", seed " + seed);
        JdbcStorage.open(settings, Clock.systemUTC()).close();
        for (int kill = 1; kill <= kills; kill++) {
            writeUntilKilled(settings, "k" + kill);
            try (JdbcStorage storage = JdbcStorage.open(settings, Clock.systemUTC())) {
                witness.check(storage, "kill " + kill + " with seed " + seed);
            }
        }
        System.err.println(
                "kills on " + settings.engine() + ": all " + witness.confirmed().size() + " confirmed units are there");
    }

    private void writeUntilKilled(StorageSettings settings, String round) throws IOException, InterruptedException {
        int confirmations = 1 + random.nextInt(400);
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        settings.engine().configName(),
                        settings.engine() == Engine.H2 ? settings.dataFolder().toString() : settings.url(),
                        round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int seen = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                boolean whole = words.length == 3 && words[2].equals("end"); // else the kill cut it short
                if (whole && words[0].equals("done")) {
                    witness.confirm(words[1]);
                    seen++;
                } else if (whole) {
                    witness.attempt(words[1]);
                }
                if (seen == confirmations) {
                    child.toHandle().destroyForcibly(); // SIGKILL; what it has said already is still read
                }
            }
        }
        child.waitFor();
        assertTrue(seen >= confirmations, "the child ended by itself after " + seen + " units");
    }

    /** The process that dies: says {@code try NAME end} before and {@code done NAME end} after each unit. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Engine engine = Engine.named(args[0]);
            StorageSettings settings = engine == Engine.H2
                    ? StorageSettings.embedded(Path.of(args[1]))
                    : StorageSettings.postgresql(args[1], "mutoscope", "");
            UnitOfWork storage = JdbcStorage.open(settings, Clock.systemUTC());
            for (int client = 0; client < 8; client++) {
                String prefix = args[2] + "." + client + ".";
                new Thread(() -> write(storage, prefix)).start();
            }
        }

        private static void write(UnitOfWork storage, String prefix) {
            for (int n = 0; ; n++) {
                System.out.println("try " + prefix + n + " end");
                Witness.write(storage, prefix + n, prefix + (n - 1));
                System.out.println("done " + prefix + n + " end");
            }
        }
    }
}
