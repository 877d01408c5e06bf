package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.jobs.JobState;

/** Listeners with TLS and for administration on a real web server. */
class ListenersTest {
    private static final int PATIENCE = 60_000;

    @TempDir
    Path folder;

    private Served served;
    private Listeners listeners;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        listeners = new Listeners(served::listen, folder);
        Files.copy(TlsMaterialTest.file("first.pem"), folder.resolve("cert.pem"));
        Files.copy(TlsMaterialTest.file("first.key"), folder.resolve("cert.key"));
    }

    @AfterEach
    void close() {
        listeners.close();
        served.close();
    }

    @Test
    void answersOverTlsAndToldBrowsersSo() throws Exception {
        served.door.configure(Settings.DEFAULTS.with(new Front(Proxies.NONE, false, 3_600, 0, 0)));
        int port = opened(free -> new Config().tls(free, folder));
        assertEquals(List.of(), listeners.problems());
        String answer = ask(port, "TLSv1.3", "GET /health/live");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(answer.contains("Strict-Transport-Security: max-age=3600"), answer);
        assertTrue(ask(port, "TLSv1.2", "GET /health/live").startsWith("HTTP/1.1 200"));
        boolean[] plain = new boolean[1];
        served.get(null, "/health/live")
                .headers()
                .firstValue("strict-transport-security")
                .ifPresent(any -> plain[0] = true);
        assertFalse(plain[0], "not told where it does not hold");
    }

    @Test
    void oldProtocolsAndCiphersWithoutForwardSecrecyAreOff() throws Exception {
        Tls tls = new Tls(
                new TlsFiles(
                        folder.resolve("cert.pem").toString(),
                        folder.resolve("cert.key").toString(),
                        ""),
                java.time.Clock.systemUTC());
        SslContextFactory.Server factory = tls.factory();
        factory.start();
        try {
            assertEquals(Set.of("TLSv1.2", "TLSv1.3"), Set.of(factory.getSelectedProtocols()));
            for (String suite : factory.getSelectedCipherSuites()) {
                assertTrue(suite.matches("TLS_(AES|CHACHA20|ECDHE|DHE|EMPTY_RENEGOTIATION_INFO_SCSV).*"), suite);
                assertFalse(suite.matches(".*_(NULL|anon|RC4|3DES|MD5|SHA)(_.*)?"), suite);
            }
        } finally {
            factory.stop();
        }
    }

    @Test
    void anotherCertificateComesIntoUseUnderLoadAndABadOneDoesNot() throws Exception {
        int port = opened(free -> new Config().tls(free, folder));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread client = new Thread(() -> {
                while (!enough.get()) {
                    try {
                        String answer = ask(port, "TLSv1.3", "GET /health/live");
                        if (!answer.startsWith("HTTP/1.1 200")) {
                            failures.add(answer);
                        }
                    } catch (Exception e) {
                        failures.add(e.toString());
                    }
                    answered.incrementAndGet();
                }
            });
            client.start();
            clients.add(client);
        }
        try {
            await(() -> answered.get() > 4);
            assertEquals("CN=first.example", subject(port));
            // The certificate alone is half of a renewal.
            replace("second.pem", "cert.pem");
            await(() -> listeners.problems().toString().contains("is not the key of the certificate"));
            assertEquals("CN=first.example", subject(port));
            replace("second.key", "cert.key");
            await(() -> subject(port).equals("CN=second.example"));
            assertEquals(List.of(), listeners.problems());
            int before = answered.get();
            await(() -> answered.get() > before + 4);
        } finally {
            enough.set(true);
            for (Thread client : clients) {
                client.join(PATIENCE);
            }
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void withoutAGoodCertificateNothingOpensAndWhyIsSaid() throws Exception {
        int port = free();
        listeners.configure(new Config().tls(port, folder.resolve("nowhere")));
        assertEquals(1, listeners.problems().size());
        assertTrue(
                listeners.problems().get(0).contains("cannot be read"),
                listeners.problems().toString());
        assertTrue(closed(port));
        listeners.configure(new Config().tls(port, folder));
        assertEquals(List.of(), listeners.problems(), "mended while it runs");
        assertFalse(closed(port));
    }

    @Test
    void aCertificateThatComesLateOpensTheListener() throws Exception {
        Path later = Files.createDirectory(folder.resolve("later"));
        int port = free();
        listeners.configure(new Config().tls(port, later));
        assertEquals(1, listeners.problems().size());
        Files.copy(TlsMaterialTest.file("first.pem"), later.resolve("cert.pem"));
        await(() -> listeners.problems().toString().contains("cert.key cannot be read"));
        assertEquals(1, listeners.problems().size(), "what was wrong before is not said any more");
        assertTrue(closed(port));
        Files.copy(TlsMaterialTest.file("first.key"), later.resolve("cert.key"));
        await(() -> !closed(port));
        await(() -> subject(port).equals("CN=first.example"));
        assertEquals(List.of(), listeners.problems());
    }

    @Test
    void aPortThatIsTakenIsSaidAndTheOthersOpen() throws Exception {
        int admin;
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            admin = opened(
                    free -> new Config().tls(taken.getLocalPort(), folder).admin(free));
            assertTrue(
                    listeners.problems().toString().contains("port " + taken.getLocalPort() + " cannot be had"),
                    listeners.problems().toString());
        }
        assertFalse(closed(admin));
    }

    @Test
    void administrationIsNotFoundAtTheOtherListeners() throws Exception {
        int admin = opened(new Config()::admin);
        served.ports.set(listeners.ports());
        assertEquals("http://127.0.0.1:" + admin, Files.readString(folder.resolve("admin.url")));
        for (String path : List.of("/metrics", "/api/v1/admin/doctor", "/api/v1/admin/plugins", "/api/v1/accounts")) {
            assertEquals(404, served.get("root", path).statusCode(), path);
            assertTrue(raw(admin, "GET " + path).startsWith("HTTP/1.1 200"), path);
            assertEquals(
                    new String(served.get("root", "/nothing/here").body(), StandardCharsets.UTF_8),
                    new String(served.get("root", path).body(), StandardCharsets.UTF_8),
                    "nobody can tell that it is elsewhere");
        }
        assertEquals(200, served.get("ann", "/v1/videos").statusCode());
        listeners.configure(new Config());
        served.ports.set(listeners.ports());
        assertFalse(Files.exists(folder.resolve("admin.url")));
        assertEquals(200, served.get("root", "/metrics").statusCode());
        assertTrue(closed(admin));
    }

    @Test
    void aKeyReachesItsOwnAccountAloneAtTheOtherListeners() throws Exception {
        String id = "job_000000000000001";
        served.board.put(StubBoard.job(id, "acct_ann", JobState.QUEUED));
        List<String> others =
                List.of("/api/v1/keys?account=acct_ann", "/api/v1/credits?account=acct_ann", "/api/v1/jobs/" + id);
        for (String path : others) {
            assertEquals(200, served.get("root", path).statusCode(), path);
        }
        int admin = opened(new Config()::admin);
        served.ports.set(listeners.ports());
        for (String path : others) {
            assertTrue(served.get("root", path).statusCode() >= 403, path);
            assertTrue(raw(admin, "GET " + path).startsWith("HTTP/1.1 200"), path);
        }
        String issue = "{\"account_id\":\"acct_ann\"}";
        assertEquals(403, served.post("root", "/api/v1/keys", issue).statusCode());
        assertEquals(200, served.post("root", "/api/v1/keys", "{}").statusCode(), "its own");
        assertEquals(
                404, served.post("olga", "/api/v1/jobs/" + id + "/cancel", "{}").statusCode());
        assertEquals(
                "[\"creator\",\"holder\"]",
                Served.json(served.get("root", "/api/v1/account")).at("/roles").toString());
        assertEquals(200, served.get("ann", "/api/v1/jobs/" + id).statusCode());
    }

    private void replace(String from, String to) throws IOException {
        Path part = Files.copy(TlsMaterialTest.file(from), folder.resolve(to + ".part"));
        Files.move(part, folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE * 1_000_000L;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - end < 0, "not within 60 s");
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    /** Opens on a port that was free, and on another one if somebody was quicker. @return the port */
    private int opened(java.util.function.IntFunction<Config> config) throws IOException {
        for (int tries = 0; tries < 20; tries++) {
            int port = free();
            listeners.configure(config.apply(port));
            if (!listeners.problems().toString().contains("port " + port + " cannot be had")) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean closed(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static String raw(int port, String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return exchanged(socket, line);
        }
    }

    private static String ask(int port, String protocol, String line) throws Exception {
        try (SSLSocket socket = socket(port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            return exchanged(socket, line);
        }
    }

    private static String subject(int port) throws Exception {
        try (SSLSocket socket = socket(port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (SSLException e) {
            return e.toString();
        }
    }

    private static String exchanged(Socket socket, String line) throws IOException {
        socket.setSoTimeout(PATIENCE);
        String request =
                line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer mk_root\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static SSLSocket socket(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** As the configuration admin would hand it over. */
    private static final class Config implements ListenersConfig {
        private int tls;
        private int admin;
        private Path folder;

        Config tls(int port, Path where) {
            tls = port;
            folder = where;
            return this;
        }

        Config admin(int port) {
            admin = port;
            return this;
        }

        @Override
        public int tls_port() {
            return tls;
        }

        @Override
        public String tls_host() {
            return "127.0.0.1";
        }

        @Override
        public String tls_certificate() {
            return folder == null ? "" : folder.resolve("cert.pem").toString();
        }

        @Override
        public String tls_key() {
            return folder == null ? "" : folder.resolve("cert.key").toString();
        }

        @Override
        public String tls_password() {
            return "";
        }

        @Override
        public int tls_look_seconds() {
            return 1;
        }

        @Override
        public int admin_port() {
            return admin;
        }

        @Override
        public String admin_host() {
            return "127.0.0.1";
        }

        @Override
        public boolean admin_tls() {
            return false;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return ListenersConfig.class;
        }
    }
}
