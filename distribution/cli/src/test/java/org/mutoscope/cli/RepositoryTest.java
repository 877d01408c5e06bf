package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path place;

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        server.createContext("/five", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("12345".getBytes());
            }
        });
        server.createContext("/moved", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Location", "/five");
                exchange.sendResponseHeaders(302, -1);
            }
        });
        server.createContext("/endless", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                while (over.getCount() > 0) {
                    exchange.getResponseBody().write(new byte[4096]);
                }
            }
        });
        server.createContext("/stalls", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write('1');
                exchange.getResponseBody().flush();
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private Path target() {
        return place.resolve("target");
    }

    private void fails(int code, String says, Repository from, String path) {
        Failure failure = assertThrows(Failure.class, () -> from.fetch(path, 5, target()));
        assertEquals(code, failure.exitCode(), failure.getMessage());
        assertTrue(failure.getMessage().contains(says), failure.getMessage());
    }

    @Test
    void aFileOfTheRightLengthIsFetched() throws IOException {
        Repository remote = new Repository(url, LONG);
        remote.fetch("five", 5, target());
        assertEquals("12345", Files.readString(target()));
        new Repository(url + "/", LONG).fetch("moved", 5, target());
        assertEquals("12345", Files.readString(target()));
        Files.writeString(place.resolve("here"), "abcde");
        new Repository(place.toString(), LONG).fetch("here", 5, target());
        assertEquals("abcde", Files.readString(target()));
    }

    @Test
    void aPlaceThatIsNoneIsNamed() {
        fails(
                Failure.USAGE,
                "nonsense://x is neither a folder nor the URL",
                new Repository("nonsense://x", LONG),
                "five");
        fails(Failure.USAGE, "is neither a folder nor the URL", new Repository("http://a b", LONG), "five");
        fails(
                Failure.UNAVAILABLE,
                "is not there; name a repository",
                new Repository(place.resolve("no").toString(), LONG),
                "five");
        fails(Failure.UNAVAILABLE, "answered 404; name a repository", new Repository(url, LONG), "none");
    }

    @Test
    void whoCannotBeReachedIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Repository nobody = new Repository("http://127.0.0.1:" + port, LONG);
        fails(Failure.UNAVAILABLE, "cannot be reached", nobody, "five");
        fails(Failure.UNAVAILABLE, "cannot be reached", new Repository("http://no.such.host.invalid", LONG), "five");
    }

    @Test
    void whoFallsSilentIsGivenUp() {
        fails(Failure.UNAVAILABLE, "sent nothing for", new Repository(url, SHORT), "stalls");
    }

    @Test
    void aFileMayLieInPieces() throws IOException {
        Files.writeString(place.resolve("big.000"), "ab");
        Files.writeString(place.resolve("big.001"), "cd");
        Repository pieces = new Repository(place.toString(), LONG);
        fails(Failure.REFUSED, "ended after 4 of the 5 bytes", pieces, "big");
        Files.writeString(place.resolve("big.002"), "e");
        pieces.fetch("big", 5, target());
        assertEquals("abcde", Files.readString(target()));
    }

    @Test
    void nobodyCanFillTheDisk() throws IOException {
        fails(Failure.REFUSED, "is longer than the 5 bytes", new Repository(url, LONG), "endless");
        assertTrue(Files.size(target()) <= 5, "what came is not kept");
        Files.writeString(place.resolve("short"), "abc");
        fails(Failure.REFUSED, "ended after 3 of the 5 bytes", new Repository(place.toString(), LONG), "short");
    }
}
