package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A support bundle of a platform that does not run, with secrets wherever they happen to stand. */
class SupportBundleTest {
    private static final String KEY = "mk_0123456789abcdefghij";
    private static final String IN_FILE = "hunter2-in-a-file";
    private static final String WRITTEN = "hunter2-written-down";

    @TempDir
    Path folder;

    private Path conf;
    private Path data;

    @BeforeEach
    void plant() throws IOException {
        conf = Files.createDirectories(folder.resolve("conf"));
        data = Files.createDirectories(folder.resolve("data"));
        Path secret = Files.writeString(folder.resolve("secret"), IN_FILE + "\n");
        Files.writeString(data.resolve("admin.key"), KEY + "\n");
        Files.writeString(
                conf.resolve("org.mutoscope.storage.jdbc.cfg"),
                "# password of the old server: hunter2-old\npassword = " + WRITTEN + "\npool = 16\nurl = jdbc:x:"
                        + WRITTEN + "\nother = ${file:" + secret
                        + "}\nvault=${command:fetch --token hunter2-token}\nlong = hunter2-\\\n  word\n");
        Path logs = Files.createDirectories(data.resolve("logs"));
        Files.writeString(
                logs.resolve("mutoscope.log"),
                String.join(
                        "\n",
                        "INFO ready",
                        "WARN the key " + KEY + " was tried",
                        "WARN url jdbc:x:" + WRITTEN + " and " + IN_FILE,
                        "WARN Authorization: Bearer hunter2/bearer+token==",
                        "WARN https://user:hunter2-url@host/path",
                        "-----BEGIN PRIVATE KEY-----\nhunter2pem\n-----END PRIVATE KEY-----",
                        "INFO the end\n"));
    }

    @Test
    void nothingOfASecretIsInIt() throws IOException {
        String all = collected();
        for (String secret : List.of("hunter2", KEY)) {
            int at = all.indexOf(secret);
            assertTrue(at < 0, () -> all.substring(Math.max(0, at - 80), at + 40));
        }
        for (String kept : List.of("INFO ready", "INFO the end", "@host/path", "pool = 16", "other = ${file:")) {
            assertTrue(all.contains(kept), kept + " is not in " + all);
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        String all = collected();
        assertTrue(all.contains("No platform runs on " + data), "the platform");
        assertTrue(all.contains("The secret of org.mutoscope.storage.jdbc.cfg, vault is not known"), all);
        assertFalse(all.contains("jdbc.cfg, other is not known"), all);
    }

    @Test
    void onlyTheEndOfALongLogIsTakenAndNoHalfLine() throws IOException {
        Path log = data.resolve("logs").resolve("mutoscope.log");
        Files.writeString(log, "first\n" + ("x".repeat(1023) + "\n").repeat(3 << 10) + "last\n");
        String all = collected();
        assertFalse(all.contains("first"));
        assertTrue(all.contains("\nlast\n"));
    }

    private String collected() throws IOException {
        Path zip = folder.resolve("support.zip");
        int exit = Main.commandLine()
                .execute(
                        "support-bundle",
                        "--conf",
                        conf.toString(),
                        "--data",
                        data.toString(),
                        "--out",
                        zip.toString());
        assertEquals(0, exit);
        StringBuilder all = new StringBuilder();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                try (InputStream in = file.getInputStream(entry)) {
                    all.append(entry.getName())
                            .append('\n')
                            .append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }
}
