package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Archives of {@code plugin lock --export}, good and bad. */
@Timeout(120)
class ApplyTest {
    private static final byte[] MEGABYTE = new byte[1 << 20];

    @TempDir
    Path home;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings());
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static byte[] archive(List<Path> jars) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder lock = new StringBuilder();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Path jar : jars) {
                JarFacts facts = JarFacts.read(jar);
                lock.append("on ").append(facts.name()).append(' ').append(facts.version());
                lock.append(' ')
                        .append(facts.sha256())
                        .append(' ')
                        .append(facts.name())
                        .append(".jar\n");
                zip.putNextEntry(new ZipEntry("jars/" + facts.sha256() + ".jar"));
                Files.copy(jar, zip);
            }
            zip.putNextEntry(new ZipEntry("plugins.lock"));
            zip.write(lock.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Operation apply(byte[] archive) {
        return house.plugins.perform(
                new Change(Verb.APPLY, null, new ByteArrayInputStream(archive), Manner.draining(0)));
    }

    /** The lock is in the order of names, and names know nothing of who needs whom. */
    @Test
    void bundlesThatNeedEachOtherStartInAnyOrder() throws Exception {
        Path user = JarBuilder.bundle("acme.a.user", "1.0.0")
                .header("Import-Package", "acme.base.api")
                .writeTo(home.resolve("user.jar"));
        Path base = JarBuilder.bundle("acme.base", "1.0.0")
                .header("Export-Package", "acme.base.api;version=1.0.0")
                .header("Import-Package", "acme.zone.api")
                .entry("acme/base/api/text.txt", new byte[1])
                .writeTo(home.resolve("base.jar"));
        Path zone = JarBuilder.bundle("acme.zone", "1.0.0")
                .header("Export-Package", "acme.zone.api;version=1.0.0")
                .header("Import-Package", "acme.base.api")
                .entry("acme/zone/api/text.txt", new byte[1])
                .writeTo(home.resolve("zone.jar"));
        Operation done = apply(archive(List.of(user, base, zone)));
        assertEquals("DONE", done.state(), done.sentence());
        assertEquals(
                List.of("ACTIVE", "ACTIVE", "ACTIVE"),
                house.plugins.list().stream().map(p -> p.state()).toList());
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void oneThatFailsLeavesNoneOfTheOthers() throws Exception {
        Path good = JarBuilder.backend("acme.z", "1.0.0").writeTo(home.resolve("good.jar"));
        Path bad = JarBuilder.bundle("acme.bad", "1.0.0")
                .header("Bundle-Activator", "no.Such")
                .writeTo(home.resolve("bad.jar"));
        int before = bundles();
        Operation failed = apply(archive(List.of(bad, good)));
        assertEquals("FAILED", failed.state(), failed.sentence());
        assertEquals(before, bundles(), "bundles that the framework knows");
        assertEquals(List.of(), house.plugins.list());
    }

    private int bundles() {
        return house.framework.getBundleContext().getBundles().length;
    }

    /** A megabyte of zeros is a kilobyte in a zip; two of them are more than the test allows. */
    @Test
    void anArchiveThatInflatesWithoutEndIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            String digest = "0".repeat(64);
            zip.putNextEntry(new ZipEntry("plugins.lock"));
            zip.write(("on acme.veo 1.0.0 " + digest + " veo.jar\n").getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("jars/" + digest + ".jar"));
            zip.write(MEGABYTE);
            zip.write(MEGABYTE);
        }
        Problem refused = assertThrows(Problem.class, () -> apply(bytes.toByteArray()));
        assertEquals(Code.PLUGINS_LOCK_UNREADABLE, refused.code());
        assertTrue(refused.getMessage().contains("archive.mebibytes"), refused.getMessage());
        try (var left = Files.list(home.resolve("data/plugins"))) {
            assertEquals(0, left.count(), "what was unpacked");
        }
    }

    @Test
    void aManifestThatInflatesWithoutEndIsRefused() throws Exception {
        Path jar = home.resolve("long.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            byte[] line = new byte[70];
            Arrays.fill(line, (byte) 'x');
            zip.write("Manifest-Version: 1.0\nBundle-SymbolicName: acme\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 9 * 15_000; i++) {
                zip.write(("N" + i + ": ").getBytes(StandardCharsets.UTF_8));
                zip.write(line, 0, 60);
                zip.write('\n');
            }
        }
        Refusal refused = assertThrows(Refusal.class, () -> JarFacts.read(jar));
        assertTrue(refused.getMessage().startsWith("Its manifest is longer"), refused.getMessage());
    }

    @Test
    void whatIsCountedIsWhatComesOut() throws Exception {
        byte[] ten = new byte[10];
        assertEquals(10, Bounded.copy(new ByteArrayInputStream(ten), new ByteArrayOutputStream(), 10));
        assertThrows(
                Bounded.TooMuch.class,
                () -> Bounded.copy(new ByteArrayInputStream(ten), new ByteArrayOutputStream(), 9));
    }
}
