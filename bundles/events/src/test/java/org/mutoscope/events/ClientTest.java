package org.mutoscope.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The way to addresses that users give, against a real server. */
@Timeout(120)
class ClientTest {
    @TempDir
    Path folder;

    private final SetConfig config = new SetConfig();
    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
        config.set("fetch_enabled", true);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private GuardedClient client(AddressGuard.Names names, String... allowed) {
        return new GuardedClient(new AddressGuard(names, () -> List.of(allowed)), config::get);
    }

    private GuardedClient client() {
        return client(InetAddress::getAllByName, "127.0.0.1");
    }

    @Test
    void aNameThatChangesItsAnswerIsRefusedWhenItMatters() {
        AtomicInteger asked = new AtomicInteger();
        AddressGuard.Names changing = host ->
                new InetAddress[] {InetAddress.getByName(asked.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1")};
        try (GuardedClient client = client(changing)) {
            URI address = URI.create(receiver.url("rebind.example", "/hook"));
            client.check(address);
            Problem refused = assertThrows(Problem.class, () -> client.post(address, Map.of(), new byte[0]));
            assertEquals(Code.ADDRESS_REFUSED, refused.code());
        }
        assertEquals(2, asked.get());
        assertTrue(receiver.messages.isEmpty());
    }

    /** The connection goes where the guard looked, not where the name leads when somebody asks again. */
    @Test
    void theAddressThatWasLookedAtIsTheOneConnectedTo() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        AddressGuard.Names once = host -> {
            assertEquals(0, asked.getAndIncrement(), "looked up again");
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        };
        try (GuardedClient client = client(once, "pinned.example")) {
            assertEquals(204, client.post(URI.create(receiver.url("pinned.example", "/hook")), Map.of(), new byte[0]));
        }
    }

    @Test
    void aRedirectOfAWebhookIsAnAnswer() throws IOException {
        receiver.answer = message -> receiver.url("/elsewhere");
        try (GuardedClient client = client()) {
            assertEquals(302, client.post(URI.create(receiver.url("/hook")), Map.of(), new byte[0]));
        }
        assertEquals(1, receiver.messages.size());
    }

    @Test
    void fetchingFollowsARedirectButNotInside() throws IOException {
        receiver.answer = message -> message.path().equals("/a") ? "/b" : 200;
        Path target = folder.resolve("picture");
        try (GuardedClient client = client()) {
            assertEquals(3, client.fetch(URI.create(receiver.url("/a")), target));
            assertArrayEquals(receiver.file, Files.readAllBytes(target));
            receiver.answer = message -> "http://169.254.169.254/latest/meta-data/";
            Problem refused = assertThrows(Problem.class, () -> client.fetch(URI.create(receiver.url("/a")), target));
            assertEquals(Code.ADDRESS_REFUSED, refused.code());
            receiver.answer = message -> "file:///etc/passwd";
            refused = assertThrows(Problem.class, () -> client.fetch(URI.create(receiver.url("/a")), target));
            assertEquals(Code.ADDRESS_REFUSED, refused.code());
            receiver.answer = message -> "/again";
            refused = assertThrows(Problem.class, () -> client.fetch(URI.create(receiver.url("/a")), target));
            assertEquals(Code.FETCH_FAILED, refused.code());
            assertTrue(refused.getMessage().contains("redirects more than"), refused.getMessage());
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void whatIsTooLargeIsDropped() {
        config.set("fetch_max_bytes", 2_000L);
        receiver.file = new byte[2_001];
        receiver.answer = message -> 200;
        Path target = folder.resolve("picture");
        try (GuardedClient client = client()) {
            Problem large = assertThrows(Problem.class, () -> client.fetch(URI.create(receiver.url("/a")), target));
            assertTrue(large.getMessage().contains("more than 2000 bytes"), large.getMessage());
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void fetchingIsOffUnlessItIsSwitchedOn() {
        config.set("fetch_enabled", false);
        try (GuardedClient client = client()) {
            Problem off = assertThrows(
                    Problem.class, () -> client.fetch(URI.create(receiver.url("/a")), folder.resolve("x")));
            assertEquals(Code.FETCHING_OFF, off.code());
        }
        assertTrue(receiver.messages.isEmpty());
    }

    /** A server that accepts and is silent, and one that lets its answer drip. */
    @Test
    void aSlowServerIsNotWaitedFor() throws Exception {
        config.set("answer_seconds", 1);
        config.set("fetch_seconds", 1);
        try (GuardedClient client = client();
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            IOException late = assertThrows(IOException.class, () -> client.post(address, Map.of(), new byte[0]));
            assertTrue(late.getMessage().contains("no answer within 1 s"), late.getMessage());
            Thread dripping = drip(silent);
            Problem slow = assertThrows(Problem.class, () -> client.fetch(address, folder.resolve("x")));
            assertEquals(Code.FETCH_FAILED, slow.code());
            dripping.interrupt();
        }
    }

    private static Thread drip(ServerSocket server) {
        Thread thread = new Thread(() -> {
            try {
                while (!Thread.interrupted()) {
                    try (java.net.Socket socket = server.accept()) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                        while (!Thread.interrupted()) {
                            socket.getOutputStream().write('.');
                            socket.getOutputStream().flush();
                            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                        }
                    } catch (IOException e) {
                        if (server.isClosed()) {
                            return;
                        }
                    }
                }
            } catch (RuntimeException e) {
                throw new AssertionError(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
