package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The promises S1 to S4: TLS, administration apart, leaving, the audit. Arguments name those to check; without, all. */
public final class FrontPromises {
    private static final String LISTENERS = "org.mutoscope.rest.listeners.cfg";
    private static final String PASSWORD = "opensesame";
    private static final String PROMPT = "a heron that only S3 knows";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Promises promises;
    private final Path folder = Files.createTempDirectory("mutoscope-accept-tls-");
    private Platform platform;

    private FrontPromises(Promises promises) throws IOException {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new FrontPromises(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        platform = new Platform(Map.of(
                "org.mutoscope.pipeline.cfg", "profile = raw\n", "org.mutoscope.storage.jdbc.cfg", Platform.STORAGE));
        platform.drop("codec-1.0.0.jar");
        platform.drop("pattern-1.0.0.jar");
        try (Platform running = platform.start()) {
            promises.promise("S1", "TLS is switched on, and a certificate renewed, without a restart", this::encrypted);
            promises.promise(
                    "S2", "administration answers at its own listener alone, where commands find it", this::apart);
            promises.promise(
                    "S3",
                    "who leaves takes everything along; killed in the middle, it is gone all the same",
                    this::leaving);
            promises.promise("S4", "the audit says who did what, and what was refused", this::audited);
        }
    }

    private void encrypted() throws Exception {
        Path store = folder.resolve("tls.p12");
        Files.move(certificate("first"), store);
        int port = free();
        platform.configure(LISTENERS, listeners(port, 0));
        await(LONG, "the listener with TLS has the first certificate", () -> "CN=first".equals(subject(port)));
        Files.move(certificate("second"), store, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        await(LONG, "the second certificate is in use", () -> "CN=second".equals(subject(port)));
        Files.writeString(store, "rubbish");
        await(LONG, "doctor says what is wrong with the third", () -> doctor().contains("neither PEM nor PKCS#12"));
        equal("CN=second", subject(port), "certificate in use");
    }

    private String listeners(int tls, int admin) {
        return "tls.port = " + tls + "\ntls.host = 127.0.0.1\ntls.look.seconds = 1\ntls.certificate = "
                + folder.resolve("tls.p12") + "\ntls.password = " + PASSWORD + "\nadmin.port = " + admin + "\n";
    }

    private String doctor() {
        try {
            return platform.admin().get("/api/v1/admin/doctor").body().toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Path certificate(String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "m",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-startdate",
                        "-1d",
                        "-validity",
                        "100",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        equal(0, keytool.waitFor(), "exit code of keytool, which said " + said);
        return file;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Name in the certificate that is shown at a port; what went wrong if none is. */
    private static String subject(int port) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.setSoTimeout(60_000);
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            }
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** Looks at certificates and does not judge them. */
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

    private void apart() throws Exception {
        int port = free();
        platform.configure(LISTENERS, listeners(0, port));
        Path address = platform.data.resolve("run/admin.url");
        await(LONG, "the listener for administration is open", () -> Files.exists(address));
        Http admin = platform.admin();
        Http apart = new Http("http://127.0.0.1:" + port, admin.key);
        for (String path : List.of("/metrics", "/api/v1/admin/doctor", "/api/v1/accounts")) {
            equal(404, admin.get(path).status(), "status of " + path + " at the first listener");
            equal(200, apart.get(path).status(), "status of " + path + " at the listener for administration");
        }
        equal(200, admin.get("/v1/videos").status(), "status of what is not administration");
        equal(0, new Cli(platform).run("account", "list").exit(), "exit code of a command with --data");
        platform.configure(LISTENERS, "");
        await(LONG, "it is closed again", () -> !Files.exists(address));
        equal(200, admin.get("/metrics").status(), "status of /metrics where it was before");
    }

    private void leaving() throws Exception {
        Http ann = platform.account("ann of S3", 100);
        Http bob = platform.account("bob of S3", 100);
        String id = ann.get("/api/v1/account").json().path("account_id").asText();
        String clip = clip(ann, PROMPT);
        String other = clip(bob, "a heron of bob");
        Map<String, byte[]> taken = unzipped(ann.bytes("/api/v1/account/export"));
        check(
                new String(taken.get("videos.json"), StandardCharsets.UTF_8).contains(PROMPT),
                "the prompt is not in the export");
        check(taken.get("contents.json") != null, "the export broke off");
        check(
                taken.keySet().stream().anyMatch(name -> name.startsWith("videos/" + clip + "/video")),
                "the clip is not in the export: " + taken.keySet());
        for (byte[] file : taken.values()) {
            check(
                    !new String(file, StandardCharsets.ISO_8859_1).contains(other),
                    "a job of bob is in the export of ann");
        }
        long files = assets();
        platform.admin()
                .post("/api/v1/admin/accounts/" + id + "/deletion?grace_days=0", Map.of("confirm", id))
                .ok();
        platform.kill();
        platform.start();
        Http admin = platform.admin();
        await(LONG, "the account is gone", () -> {
            try {
                return admin.get("/api/v1/admin/accounts/" + id + "/deletion")
                        .body()
                        .path("state")
                        .asText()
                        .equals("done");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        equal(401, new Http(platform.url(), ann.key).get("/v1/videos").status(), "status of what ann's key opens");
        check(assets() < files, "files of clips: " + files + " before, " + assets() + " after");
        Http still = new Http(platform.url(), bob.key);
        equal(200, still.get("/v1/videos/" + other).status(), "status of bob's clip");
        check(still.bytes("/v1/videos/" + other + "/content").length > 0, "bob's clip is empty");
        JsonNode books = admin.post("/api/v1/admin/ledger/verify", Map.of()).json();
        check(books.path("ok").asBoolean(), "the books: " + books);
        check(
                !admin.get("/api/v1/accounts?limit=100").body().toString().contains("ann of S3"),
                "the name of ann is still there");
    }

    private static String clip(Http account, String prompt) throws Exception {
        JsonNode order = account.pattern(prompt, Map.of("frames", "1"));
        account.awaitClip(order.path("id").asText());
        return order.path("id").asText();
    }

    private long assets() throws IOException {
        try (Stream<Path> all = Files.walk(platform.data.resolve("assets/files"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private void audited() throws Exception {
        platform.account("carl of S4", 0);
        platform.admin().post("/api/v1/admin/credits/grant", Map.of("account_id", "nobody"));
        JsonNode lines =
                new Cli(platform).json("audit", "list", "--limit", "200").path("data");
        boolean granted = false;
        boolean refused = false;
        for (JsonNode line : lines) {
            boolean admin = line.path("account_name").asText().equals("admin");
            granted |= admin && line.path("act").asText().equals("account.open");
            refused |= admin
                    && line.path("outcome").asText().equals("refused")
                    && line.path("subject").asText().contains("credits/grant");
            check(!line.toString().contains(PROMPT), "a prompt is in the audit");
        }
        check(granted && refused, "opened " + granted + ", refused " + refused + " in " + lines);
        equal(0, new Cli(platform).run("audit", "verify").exit(), "exit code of audit verify");
    }
}
