package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plugin;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The deploy folder in a real framework, with real jars. */
@Timeout(120)
class DeployFolderTest {
    @TempDir
    Path home;

    private House house;
    private PluginDesk plugins;
    private Services<VideoBackend> backends;
    private Path deploy;

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings());
        plugins = house.plugins;
        backends = house.backends;
        deploy = house.deploy;
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    @Test
    void aJarThatAppearsServesAndOneThatIsDeletedNoLonger() throws Exception {
        Path jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("veo.jar"));
        House.await(() -> backends.named("acme.veo").isPresent());
        Plugin plugin = plugins.find("acme.veo").orElseThrow();
        assertEquals("ACTIVE", plugin.state());
        assertEquals("It serves backend acme.veo.", plugin.sentence());
        Files.delete(jar);
        House.await(() -> backends.named("acme.veo").isEmpty() && plugins.list().isEmpty());
    }

    @Test
    void twoVersionsStandSideBySideAndTheNewerIsChosen() throws Exception {
        JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("veo-1.jar"));
        Path newer = JarBuilder.backend("acme.veo", "1.10.0").writeTo(deploy.resolve("veo-2.jar"));
        House.await(() -> backends.all().size() == 2);
        assertEquals("1.10.0", backends.named("acme.veo").orElseThrow().version());
        Files.delete(newer);
        House.await(() -> backends.all().size() == 1);
        assertEquals("1.0.0", backends.named("acme.veo").orElseThrow().version(), "deleting the newer is the way back");
    }

    @Test
    void aRudeRemovalTellsWhoUsesItAndWaitsUntilTheyLetGo() throws Exception {
        Path jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("veo.jar"));
        House.await(() -> backends.named("acme.veo").isPresent());
        Leased<VideoBackend> lease =
                backends.named("acme.veo").orElseThrow().lease().orElseThrow();
        lease.onGone(lease::close); // a user that lets go when told
        long begin = System.nanoTime();
        Files.delete(jar);
        House.await(lease::gone);
        House.await(() -> plugins.list().isEmpty());
        assertTrue(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) < 9,
                "waited although nobody had it any more");
        assertTrue(lease.from().lease().isEmpty(), "a service that is gone cannot be leased");
    }

    @Test
    void removingDrainsFirst() throws Exception {
        JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("veo.jar"));
        House.await(() -> backends.named("acme.veo").isPresent());
        Leased<VideoBackend> lease =
                backends.named("acme.veo").orElseThrow().lease().orElseThrow();
        Thread remover = new Thread(() -> change(Verb.REMOVE, "acme.veo", null, 60));
        remover.start();
        House.await(() -> backends.all().isEmpty());
        assertFalse(lease.gone(), "work that runs may end");
        assertEquals("DRAINING", plugins.find("acme.veo").orElseThrow().state());
        lease.close();
        remover.join(60_000);
        assertFalse(remover.isAlive());
        assertFalse(Files.exists(deploy.resolve("veo.jar")));
    }

    @Test
    void newContentUnderTheOldNameReplacesTheBundle() throws Exception {
        JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("veo.jar"));
        House.await(() -> backends.named("acme.veo").isPresent());
        String before = plugins.find("acme.veo").orElseThrow().sha256();
        JarBuilder.backend("acme.veo", "1.0.0").entry("more.txt", new byte[9]).writeTo(deploy.resolve("veo.jar"));
        House.await(() -> plugins.find("acme.veo")
                .filter(p -> p.state().equals("ACTIVE") && !before.equals(p.sha256()))
                .isPresent());
        assertEquals(1, backends.all().size());
    }

    @Test
    void newContentThatIsRefusedLeavesTheOldOneServing() throws Exception {
        JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("veo.jar"));
        House.await(() -> backends.named("acme.veo").isPresent());
        JarBuilder.bundle("acme.veo", "one").writeTo(deploy.resolve("veo.jar"));
        House.await(() -> plugins.find("veo.jar").orElseThrow().sentence().contains("is no version"));
        assertEquals("ACTIVE", plugins.find("veo.jar").orElseThrow().state());
        assertTrue(backends.named("acme.veo").isPresent());
    }

    @Test
    void aJarIsInstalledThroughTheDoorAndServesOnReturn() throws Exception {
        Path jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(home.resolve("veo.jar"));
        try (InputStream in = Files.newInputStream(jar)) {
            Operation done = change(Verb.INSTALL, "veo-1.0.0.jar", in, 0);
            assertEquals("DONE", done.state(), done.sentence());
            assertEquals("acme.veo@1.0.0: It serves backend acme.veo.", done.sentence());
            Plugin plugin = plugins.find("acme.veo").orElseThrow();
            assertEquals("ACTIVE", plugin.state());
            assertEquals("veo-1.0.0.jar", plugin.file());
        }
        assertTrue(backends.named("acme.veo").isPresent());
        assertEquals(
                Code.PLUGIN_NOT_FOUND,
                assertThrows(Problem.class, () -> change(Verb.REMOVE, "acme.sora", null, 0))
                        .code());
    }

    @Test
    void badJarsAreRefusedWithASentenceAndTheRestServesOn() throws Exception {
        JarBuilder.backend("acme.good", "1.0.0").writeTo(deploy.resolve("good.jar"));
        House.await(() -> backends.named("acme.good").isPresent());
        refused("Its Bundle-SymbolicName \"acme veo\" is none", JarBuilder.bundle("acme veo", "1"));
        refused("Its Bundle-SymbolicName \"../x\" is none", JarBuilder.bundle("../x", "1"));
        refused("It has no Bundle-SymbolicName", JarBuilder.bundle("x", "1").header("Bundle-SymbolicName", null));
        refused("It is a fragment", JarBuilder.bundle("x", "1").header("Fragment-Host", "y"));
        refused("Its Bundle-Version \"one\" is no version", JarBuilder.bundle("x", "one"));
        refused(
                "It needs package io.acme.http 3.0.0 up to below 4.0.0, which no bundle here offers; embed it",
                JarBuilder.bundle("x", "1").header("Import-Package", "io.acme.http;version=\"[3.0,4)\""));
        refused(
                "It needs package org.mutoscope.api.backend 2.0.0 or later, and here it is 1.0.0",
                JarBuilder.bundle("x", "1").header("Import-Package", "org.mutoscope.api.backend;version=2.0"));
        refused(
                "It imports org.mutoscope.core",
                JarBuilder.bundle("x", "1").header("Import-Package", "org.mutoscope.core.ledger"));
        refused("It needs bundle com.acme.base", JarBuilder.bundle("x", "1").header("Require-Bundle", "com.acme.base"));
        refused("It was compiled for Java 99", JarBuilder.bundle("x", "1").entry("a/B.class", classFile(99)));
        refused(
                "It needs Java 99",
                JarBuilder.bundle("x", "1")
                        .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
        refused(
                "It holds a copy of org.mutoscope.api",
                JarBuilder.bundle("x", "1").entry("org/mutoscope/api/backend/VideoBackend.class", classFile(17)));
        refused("It stopped while starting", JarBuilder.bundle("x", "1").header("Bundle-Activator", "no.Such"));
        assertTrue(backends.named("acme.good").isPresent());
        assertEquals("ACTIVE", plugins.find("acme.good").orElseThrow().state());
    }

    @Test
    void aFileThatIsNoJarAndAHalfCopiedOneAreNamed() throws Exception {
        Files.writeString(deploy.resolve("words.jar"), "not a jar");
        byte[] whole =
                Files.readAllBytes(JarBuilder.backend("acme.veo", "1.0.0").writeTo(home.resolve("veo.jar")));
        Files.write(deploy.resolve("half.jar"), java.util.Arrays.copyOf(whole, whole.length / 2));
        House.await(() -> failed("words.jar") && failed("half.jar"));
        assertTrue(plugins.find("half.jar").orElseThrow().sentence().contains("copy it again"));
        Files.write(deploy.resolve("half.jar"), whole);
        House.await(() -> backends.named("acme.veo").isPresent());
    }

    @Test
    void theSameVersionTwiceIsRefused() throws Exception {
        JarBuilder.backend("acme.veo", "1.0.0").writeTo(deploy.resolve("a.jar"));
        House.await(() -> backends.named("acme.veo").isPresent());
        refused(
                "Another jar with the same name and version runs (a.jar)",
                JarBuilder.backend("acme.veo", "1.0.0").entry("x", new byte[1]));
    }

    @Test
    void namesThatAreNoFileNamesAreRefused() {
        for (String name : new String[] {"", null, "..", "a.zip", "-.jar", "a b.jar", "../../x"}) {
            Problem problem = assertThrows(
                    Problem.class, () -> change(Verb.INSTALL, name, new ByteArrayInputStream(new byte[0]), 0));
            assertEquals(Code.PLUGIN_REFUSED, problem.code());
        }
    }

    private boolean failed(String file) {
        return plugins.find(file).filter(p -> p.state().equals("FAILED")).isPresent();
    }

    private void refused(String sentence, JarBuilder jar) throws Exception {
        Path file = jar.writeTo(home.resolve("bad.jar"));
        try (InputStream in = Files.newInputStream(file)) {
            String said = sentenceOf(in);
            assertTrue(said.contains(sentence), said);
        }
        assertFalse(Files.exists(deploy.resolve("bad.jar")), "what is refused leaves nothing behind");
    }

    private String sentenceOf(InputStream jar) {
        try {
            Operation failed = change(Verb.INSTALL, "bad.jar", jar, 0);
            assertEquals("FAILED", failed.state());
            return failed.sentence();
        } catch (Problem refused) {
            assertEquals(Code.PLUGIN_REFUSED, refused.code());
            return refused.getMessage();
        }
    }

    private Operation change(Verb verb, String subject, InputStream content, int drain) {
        return plugins.perform(new Change(verb, subject, content, Manner.draining(drain)));
    }

    private static byte[] classFile(int java) {
        return new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (java + 44)};
    }
}
