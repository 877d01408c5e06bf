package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Plugins;

/** What a jar says of its tests: shown when it can be read, and whether it is about this code. */
class TestReportsTest {
    private static final String NO_CLASSES = HexFormat.of().formatHex(sha256());

    @TempDir
    private Path folder;

    private static byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(String classes) {
        return "{\"kit\": \"mutoscope-tck\", \"kit_version\": \"0.1.0\", \"suite\": \"billing\", \"classes\": \""
                + classes + "\", \"date\": \"2026-11-23\", \"passed\": 24, \"failed\": 1, \"not_declared\": 5}";
    }

    private Plugins.TestReport read(String report) throws Exception {
        Path jar = JarBuilder.bundle("acme", "1.0.0")
                .entry(TestReports.ENTRY, report.getBytes(StandardCharsets.UTF_8))
                .writeTo(folder.resolve("acme.jar"));
        return JarFacts.read(jar).tested();
    }

    @Test
    void whatTheKitFound() throws Exception {
        assertEquals(
                new Plugins.TestReport("mutoscope-tck 0.1.0", "billing", 24, 1, 5, "2026-11-23", true),
                read(json(NO_CLASSES)));
    }

    @Test
    void ofOtherCode() throws Exception {
        assertEquals(false, read(json("0".repeat(64))).ofThisCode());
    }

    @Test
    void junkIsNoReportAndNoReasonToRefuse() throws Exception {
        for (String junk :
                new String[] {"", "{}", "[[[[", json(NO_CLASSES).replace("24", "24e9"), "x".repeat(100_000)}) {
            assertNull(read(junk), junk.length() + " characters");
        }
        Path jar =
                JarBuilder.bundle("acme", "1.0.0").entry("a.txt", new byte[1]).writeTo(folder.resolve("none.jar"));
        assertNull(JarFacts.read(jar).tested());
    }
}
