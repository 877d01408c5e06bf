package org.mutoscope.backend.remote.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.backend.remote.Stub;
import org.mutoscope.backend.remote.wire.CallFault.Kind;

class CallTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stub service = new Stub();
    private final Stub elsewhere = new Stub();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        service.close();
        elsewhere.close();
    }

    private Call call(Duration patience, String... hosts) {
        Hosts allowed = Hosts.of(URI.create(service.address()), List.of(hosts));
        return new Call(allowed, Map.of("Authorization", "Bearer secret"), patience);
    }

    private Download download(long most, String... hosts) {
        return new Download(call(MINUTE, hosts), most, MINUTE);
    }

    private static Kind fault(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(CallFault.class, work).kind();
    }

    @Test
    void whatWasSurelyNotSentIsToldFromWhatMayHaveBeen() throws Exception {
        service.on("POST /cut", Stub.cut());
        assertEquals(Kind.NO_ANSWER, fault(() -> call(MINUTE)
                .create(Ask.of("POST", URI.create(service.address() + "/cut"), "it"))));
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + free);
        Call call = new Call(Hosts.of(nobody, List.of()), Map.of(), MINUTE);
        assertEquals(Kind.NOT_SENT, fault(() -> call.create(Ask.of("POST", nobody.resolve("/x"), "it"))));
    }

    @Test
    void aHostThatIsNotConfiguredIsNotAsked() {
        assertEquals(Kind.NOT_ALLOWED, fault(() -> call(MINUTE)
                .read(Ask.get(URI.create(elsewhere.address() + "/x"), "it"))));
        assertEquals(List.of(), elsewhere.asked);
    }

    @Test
    void theKeyGoesToTheServiceAlone() throws Exception {
        service.on("GET /a", 200, "{}");
        elsewhere.on("GET /a", 200, "{}");
        Call call = call(MINUTE, elsewhere.address());
        call.read(Ask.get(URI.create(service.address() + "/a"), "it"));
        call.read(Ask.get(URI.create(elsewhere.address() + "/a"), "it"));
        assertEquals(List.of("Bearer secret"), service.keys);
        assertEquals(List.of(""), elsewhere.keys);
    }

    @Test
    void anAnswerWithoutEndIsNotKept() {
        service.on("GET /big", 200, "\"" + "x".repeat(100_000) + "\"");
        Ask ask = Ask.get(URI.create(service.address() + "/big"), "it").most(1000);
        assertEquals(Kind.TOO_LARGE, fault(() -> call(MINUTE).read(ask)));
    }

    @Test
    void aBodyThatDripsIsGivenUp() {
        service.on("GET /slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitClosed(exchange);
        });
        assertEquals(Kind.NO_ANSWER, fault(() -> call(Duration.ofMillis(300))
                .read(Ask.get(URI.create(service.address() + "/slow"), "it"))));
    }

    private static void awaitClosed(com.sun.net.httpserver.HttpExchange exchange) {
        try {
            new java.util.concurrent.CountDownLatch(1).await(2, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    @Test
    void anOutputIsStreamedIntoAFile() throws Exception {
        service.on("GET /clip", Stub.bytes(Stub.CLIP));
        Path file = folder.resolve("clip");
        Download.Loaded loaded = download(1000).to(file, URI.create(service.address() + "/clip"));
        assertTrue(loaded.video());
        assertArrayEquals(Stub.CLIP, Files.readAllBytes(file));
        assertEquals(Stub.CLIP.length, loaded.bytes());
    }

    @Test
    void anOutputThatIsTooLargeIsLetGo() {
        service.on("GET /clip", Stub.bytes(new byte[1 << 20]));
        assertEquals(Kind.TOO_LARGE, fault(() -> download(1000)
                .to(folder.resolve("x"), URI.create(service.address() + "/clip"))));
    }

    @Test
    void redirectsAreFollowedToConfiguredHostsAndNoOthers() throws Exception {
        service.on("GET /clip", Stub.redirect(elsewhere.address() + "/there"));
        elsewhere.on("GET /there", Stub.bytes(Stub.CLIP));
        URI clip = URI.create(service.address() + "/clip");
        assertEquals(Kind.NOT_ALLOWED, fault(() -> download(1000).to(folder.resolve("x"), clip)));
        assertEquals(List.of(), elsewhere.asked);
        assertTrue(download(1000, elsewhere.address())
                .to(folder.resolve("x"), clip)
                .video());
        assertEquals(List.of(""), elsewhere.keys);
    }

    @Test
    void aRingOfRedirectsEnds() throws Exception {
        service.on("GET /clip", Stub.redirect("/clip"));
        Download.Loaded loaded = download(1000).to(folder.resolve("x"), URI.create(service.address() + "/clip"));
        assertEquals(302, loaded.status());
        assertEquals(4, service.count("GET /clip"));
    }

    @Test
    void whatIsNoVideoIsSeen() throws Exception {
        service.on("GET /page", Stub.json(200, "<html>come back later</html>"));
        URI page = URI.create(service.address() + "/page");
        assertFalse(download(1000).to(folder.resolve("x"), page).video());
    }

    @Test
    void hostsAreWrittenInFourWays() {
        Hosts hosts = Hosts.of(
                URI.create("https://api.example.com/v1"),
                List.of("*.cdn.example.net", "files.example.org:8443", "http://127.0.0.1:9"));
        assertTrue(hosts.own(URI.create("https://API.example.com:443/v1/x")));
        assertFalse(hosts.own(URI.create("http://api.example.com/v1/x")));
        assertTrue(hosts.allows(URI.create("https://a.b.cdn.example.net/x")));
        assertFalse(hosts.allows(URI.create("https://cdn.example.net.evil.test/x")));
        assertFalse(hosts.allows(URI.create("http://a.cdn.example.net/x")));
        assertFalse(hosts.allows(URI.create("https://user@a.cdn.example.net/x")));
        assertTrue(hosts.allows(URI.create("https://files.example.org:8443/")));
        assertFalse(hosts.allows(URI.create("https://files.example.org/")));
        assertTrue(hosts.allows(URI.create("http://127.0.0.1:9/")));
        assertFalse(hosts.allows(URI.create("file:///etc/passwd")));
        assertThrows(
                IllegalArgumentException.class,
                () -> Hosts.of(URI.create("https://a.test"), List.of("https://a.test/path")));
    }

    @Test
    void moneyIsRoundedUp() {
        assertEquals(120_000, Json.micros(Json.read("12"), 10_000).orElseThrow());
        assertEquals(1, Json.micros(Json.read("0.00001"), 10_000).orElseThrow());
        assertTrue(Json.micros(Json.read("-1"), 10_000).isEmpty());
        assertTrue(Json.micros(Json.read("\"1e30\""), 10_000).isEmpty());
    }
}
