package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server for the tests of one JVM, run on the Debian package's programs in a temporary folder, not as root. Without the
 * package its tests are skipped and say so, except where {@code CI} is set. {@code MUTOSCOPE_TEST_POSTGRES} names a running one instead
 * (a JDBC address whose user may make databases).
 */
final class PostgresServer {
    private PostgresServer() {}

    /** JDBC address of a database that nobody has used. */
    static String freshDatabase() throws Exception {
        String given = System.getenv("MUTOSCOPE_TEST_POSTGRES");
        String server = given != null ? given : "jdbc:postgresql://127.0.0.1:" + start(programs()) + "/postgres";
        String name = "billing_" + ProcessHandle.current().pid();
        try (Connection connection = DriverManager.getConnection(server, "mutoscope", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return server.replaceFirst("/[^/?]*(\\?.*)?$", "/" + name + "$1");
    }

    private static int start(Path programs) throws Exception {
        String folder =
                run(List.of("mktemp", "-d", "/tmp/mutoscope-postgres-XXXXXX")).strip();
        run(List.of(
                programs + "/initdb",
                "-D",
                folder + "/data",
                "-A",
                "trust",
                "-U",
                "mutoscope",
                "-E",
                "UTF8",
                "--locale=C"));
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=150";
        List<String> control = List.of(programs + "/pg_ctl", "-D", folder + "/data", "-w", "-t", "90");
        run(with(control, "-l", folder + "/log", "-o", options, "start"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                run(with(control, "-m", "immediate", "stop"));
                run(List.of("rm", "-rf", folder));
            } catch (Exception e) {
                System.err.println("the test's PostgreSQL in " + folder + " was not stopped: " + e);
            }
        }));
        return port;
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    private static Path programs() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Path::compareTo);
            }
        }
        if (newest.isEmpty()) {
            assertNotEquals("true", System.getenv("CI"), "PostgreSQL is not installed, and in CI it must be");
            System.err.println(
                    "SKIPPED: PostgreSQL is not installed (apt-get install postgresql); its tests do not run");
            Assumptions.abort("PostgreSQL is not installed");
        }
        return newest.get();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> all =
                root ? with(List.of("runuser", "-u", "postgres", "--"), command.toArray(new String[0])) : command;
        // Not a pipe: that would stay open for as long as the server that the command starts.
        Path output = Files.createTempFile("postgres", ".out");
        Process process = new ProcessBuilder(all)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        String said = Files.readString(output);
        Files.delete(output);
        assertTrue(ended && process.exitValue() == 0, command + " failed: " + said);
        return said;
    }
}
