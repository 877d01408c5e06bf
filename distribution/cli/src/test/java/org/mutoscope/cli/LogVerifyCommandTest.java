package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a log of 300 entries that the bundle wrote, in two batches; {@code older} is its checkpoint at 100. */
class LogVerifyCommandTest {
    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path log;
    private String key;

    @BeforeEach
    void copy() throws Exception {
        Path from = Path.of(LogVerifyCommandTest.class.getResource("log").toURI());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = home.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(to)) {
                    Files.copy(file, to);
                }
            }
        }
        log = home.resolve("history");
        key = Files.readString(home.resolve("key")).strip();
    }

    private int verify(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "log";
        all[1] = "verify";
        System.arraycopy(words, 0, all, 2, words.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private void refused(String why, String... words) {
        assertEquals(Failure.REFUSED, verify(words), () -> out.toString() + err);
        assertTrue(err.toString().contains(why), err::toString);
    }

    @Test
    void whatFitsFits() {
        assertEquals(
                0,
                verify(
                        log.toString(),
                        "--key",
                        key,
                        "--since",
                        home.resolve("older").toString()),
                err::toString);
        assertTrue(
                out.toString().contains("example.com/log: 300 entries, 3 tiles, all of them fit; signature good"),
                out::toString);
        assertTrue(out.toString().contains("it begins with the 100 entries of then"), out::toString);
    }

    @Test
    void fromAnAddressToo() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/log/", exchange -> {
            Path file = log.resolve(exchange.getRequestURI().getPath().substring(5));
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/log/";
            assertEquals(0, verify(address, "--key", key), err::toString);
            Files.delete(log.resolve("tile/0/000"));
            refused("there is no tile/0/000", address);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"})
    void aChangedByteIsSeen(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(log.resolve(name));
        bytes[bytes.length - 1]++;
        Files.write(log.resolve(name), bytes);
        refused(
                name.contains("entries") ? "the entries do not have the root" : name + " does not have the hashes",
                log.toString());
    }

    @Test
    void aMissingOrCutFileIsSeen() throws IOException {
        Path bundle = log.resolve("tile/entries/000");
        byte[] whole = Files.readAllBytes(bundle);
        Files.write(bundle, java.util.Arrays.copyOf(whole, whole.length - 1));
        refused("tile/entries/000 ends within an entry", log.toString());
        Files.write(bundle, java.util.Arrays.copyOf(whole, whole.length + 1));
        refused("tile/entries/000 has more than 256 entries", log.toString());
        Files.delete(bundle);
        refused("there is no tile/entries/000", log.toString());
        refused("there is no checkpoint", home.resolve("nowhere").toString());
        Files.writeString(log.resolve("checkpoint"), "words");
        refused("the checkpoint does not have", log.toString());
    }

    @Test
    void anotherKeyIsSeen() throws IOException {
        String neumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        refused("is not signed by the key PeterNeumann", log.toString(), "--key", neumann);
        assertEquals(Failure.USAGE, verify(log.toString(), "--key", "words"));
        Path checkpoint = log.resolve("checkpoint");
        Files.writeString(checkpoint, Files.readString(checkpoint).replace("\n300\n", "\n299\n"));
        refused("is not signed by the key example.com/log", log.toString(), "--key", key);
        refused("there is no tile/entries/001.p/43", log.toString());
    }

    @Test
    void anotherBeginningIsSeen() throws IOException {
        Path older = home.resolve("older");
        String note = Files.readString(older);
        Files.writeString(older, note.replace("\n100\n", "\n99\n"));
        refused("the first 99 entries are not those", log.toString(), "--since", older.toString());
        Files.writeString(older, note.replace("\n100\n", "\n301\n"));
        refused("with 301 entries, this is", log.toString(), "--since", older.toString());
    }
}
