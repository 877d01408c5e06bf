package org.mutoscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command, as processes of their own. */
@Timeout(300)
class MainTest {
    @TempDir
    Path folder;

    private Process server;

    @BeforeEach
    void serve() throws IOException {
        server = start("serve", "dir=" + folder);
        Path url = folder.resolve(Papers.URL);
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!Files.exists(url) || Files.size(url) == 0) {
            assertTrue(server.isAlive() && System.nanoTime() < end, "the paper App Store does not open");
            LockSupport.parkNanos(5_000_000);
        }
    }

    @AfterEach
    void end() {
        server.destroyForcibly();
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private record Said(int code, Map<String, String> lines) {}

    private Said run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("dir=" + folder);
        Process process = start(all.toArray(String[]::new));
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().forEach(line -> lines.put(line.split(" ", 2)[0], line.contains(" ") ? line.split(" ", 2)[1] : ""));
        return new Said(process.exitValue(), lines);
    }

    @Test
    void sellsByHandAndLeavesItsPapers() throws Exception {
        Said bought = run("buy", "product=pack100", "quantity=2");
        String id = bought.lines().get("transactionId");
        assertEquals(3, bought.lines().get("signedTransaction").split("\\.").length);
        assertEquals(id, run("refund", "id=" + id, "milli=50000").lines().get("transactionId"));
        assertEquals(0, run("reverse", "id=" + id).code());
        assertEquals(0, run("ask", "id=" + id).code());
        assertEquals(0, run("decline", "id=" + id).code());

        String plan = run("subscribe", "product=plan").lines().get("transactionId");
        String next = run("renew", "id=" + plan, "product=plan").lines().get("transactionId");
        assertFalse(plan.equals(next));
        assertEquals("false", run("show", "id=" + next).lines().get("finished"));

        try (var in = Files.newInputStream(folder.resolve(Papers.ROOT))) {
            X509Certificate root =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertTrue(root.getSubjectX500Principal().getName().contains("not Apple"));
        }
        assertTrue(Files.readString(folder.resolve(Papers.CONFIGURATION)).contains("trust=paper-money"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(Papers.KEY))));
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        Said nothing = run("refund", "id=1");
        assertEquals(1, nothing.code());
        assertTrue(nothing.lines().containsKey("no"), nothing.toString()); // no transaction 1 was sold here
        assertEquals(1, run("buy").code());
        assertEquals(64, run("steal").code());
    }
}
