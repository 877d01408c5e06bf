package org.mutoscope.storage.jdbc.doubles;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.mutoscope.storage.jdbc.StorageSettings;

/**
 * A PostgreSQL server of our own for the tests of one JVM, in this module and in those that keep their tables in it, with a fresh database for each. It runs on the Debian package's programs, in a temporary
 * folder, and not as root, which PostgreSQL refuses. Without the package tests are skipped and say so, except where {@code CI} is set.
 *
 * <p>To use a running server instead: {@code -Dmutoscope.test.postgres=jdbc:postgresql://host/postgres?user=..&password=..}
 */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static PostgresServer running;

    private final String url;

    private PostgresServer(String url) {
        this.url = url;
    }

    /** Settings of a database that nobody has used. */
    public static synchronized StorageSettings freshDatabase() throws Exception {
        if (running == null) {
            running = start();
        }
        String name = "t" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = running.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        String query = running.url.contains("?") ? running.url.substring(running.url.indexOf('?')) : "";
        String base = running.url.substring(0, running.url.lastIndexOf('/') + 1);
        return StorageSettings.postgresql(base + name + query, "mutoscope", "");
    }

    /** Asks a database for one number. */
    public static int number(StorageSettings database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Runs a script of SQL, such as a plain dump, on a database. */
    public static void load(StorageSettings database, String script) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /** A database as a script of SQL that {@link #load} takes, without the commands of psql that pg_dump puts in. */
    public static String dump(StorageSettings database) throws Exception {
        String program = programs().orElseThrow().resolve("pg_dump").toString();
        String address = database.url().substring("jdbc:".length());
        String dump = run(List.of(program, "--inserts", "--no-owner", "-U", database.user(), "-d", address));
        return dump.lines().filter(line -> !line.startsWith("\\")).collect(Collectors.joining("\n", "", "\n"));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "mutoscope", "");
    }

    /** Does something as the server's owner, such as ending a backend. */
    public static void execute(String sql) throws SQLException {
        try (Connection connection = running.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static PostgresServer start() throws Exception {
        String given = System.getProperty("mutoscope.test.postgres", System.getenv("MUTOSCOPE_TEST_POSTGRES"));
        if (given != null && !given.isEmpty()) {
            return new PostgresServer(given);
        }
        Optional<Path> programs = programs();
        if (programs.isEmpty()) {
            assertNotEquals("true", System.getenv("CI"), "PostgreSQL is not installed, and in CI it must be");
            System.err.println(
                    "SKIPPED: PostgreSQL is not installed (apt-get install postgresql); its tests do not run");
            Assumptions.abort("PostgreSQL is not installed");
        }
        return new PostgresServer("jdbc:postgresql://127.0.0.1:" + startIn(programs.get()) + "/postgres");
    }

    private static int startIn(Path programs) throws Exception {
        Path folder = Path.of(
                run(List.of("mktemp", "-d", "/tmp/mutoscope-postgres-XXXXXX")).strip());
        run(List.of(
                programs.resolve("initdb").toString(),
                "-D",
                folder + "/data",
                "-A",
                "trust",
                "-U",
                "mutoscope",
                "-E",
                "UTF8",
                "--locale=C"));
        int port = freePort();
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=150";
        String control = programs.resolve("pg_ctl").toString();
        run(List.of(control, "-D", folder + "/data", "-l", folder + "/log", "-o", options, "-w", "-t", "90", "start"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(control, folder)));
        return port;
    }

    private static void stop(String control, Path folder) {
        try {
            run(List.of(control, "-D", folder + "/data", "-m", "immediate", "-w", "stop"));
            run(List.of("rm", "-rf", folder.toString()));
        } catch (Exception e) {
            System.err.println("the test's PostgreSQL in " + folder + " was not stopped: " + e);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        all.addAll(command);
        Path output =
                Files.createTempFile("postgres", ".out"); // a pipe would stay open as long as the server it starts
        Process process = new ProcessBuilder(all)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertTrue(ended && process.exitValue() == 0, command + " failed: " + said);
        return said;
    }

    private static Optional<Path> programs() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(debian)) {
            return Stream.of(System.getenv("PATH").split(":"))
                    .map(Path::of)
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb"))
                            && Files.isExecutable(folder.resolve("pg_ctl")))
                    .findFirst();
        }
        try (Stream<Path> versions = Files.list(debian)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
