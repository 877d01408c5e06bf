package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Verb;

/** The watch begins when a version serves, whichever way it came, and ends with one verdict. */
@Timeout(180)
class WayBackTest {
    @TempDir
    Path home;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings() {
            @Override
            public int drain_seconds() {
                return 600;
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private void awaitVersion(String version) {
        House.await(() -> house.backends
                .named("acme.veo")
                .filter(b -> b.version().equals(version))
                .isPresent());
    }

    private Leased<VideoBackend> lease() {
        return house.backends.named("acme.veo").orElseThrow().lease().orElseThrow();
    }

    /** A call into the newest version throws. */
    private void fail() throws Exception {
        try (Leased<VideoBackend> lease =
                house.backends.named("acme.veo").flatMap(b -> b.lease()).orElse(null)) {
            if (lease == null) {
                return; // it is just being taken back
            }
            assertThrows(
                    PartnerFault.class,
                    () -> house.calls.run(lease, "render", b -> {
                        throw new IllegalStateException("bad");
                    }));
        }
    }

    /** The very first call may come before the watch has begun. */
    private void failUntil(String state) throws Exception {
        long end = System.nanoTime() + java.util.concurrent.TimeUnit.SECONDS.toNanos(60);
        while (!newest().state().equals(state)) {
            assertTrue(System.nanoTime() < end, "it did not happen within 60 s: " + newest());
            if (house.backends
                    .named("acme.veo")
                    .filter(b -> b.version().equals("2.0.0"))
                    .isPresent()) {
                fail();
            }
        }
    }

    private Operation newest() {
        return house.plugins.operations().get(0);
    }

    /** The old one may have an hour of work to end: that long nobody would look at the new one. */
    @Test
    void aVersionIsWatchedWhileTheOldOneEndsItsWork() throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        String before = house.plugins.lock();
        try (Leased<VideoBackend> work = lease()) {
            house.plugins.perform(new Change(
                    Verb.UPGRADE,
                    "veo-2.jar",
                    house.bytes(JarBuilder.backend("acme.veo", "2.0.0")),
                    new Manner(600, false, false)));
            House.await(() -> house.plugins
                    .find("acme.veo@1.0.0")
                    .filter(p -> p.state().equals("DRAINING"))
                    .isPresent());
            failUntil("TAKEN_BACK");
            assertFalse(work.gone(), "the old one never stopped");
        }
        assertTrue(newest().sentence().startsWith("acme.veo@2.0.0 was taken back: its first render threw"));
        assertEquals(
                1,
                house.plugins.operations().stream()
                        .filter(o -> o.plan().verb() == Verb.UPGRADE)
                        .count());
        awaitVersion("1.0.0");
        assertEquals("ACTIVE", house.plugins.find("acme.veo").orElseThrow().state());
        assertEquals(before, house.plugins.lock());
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void aVersionThatOverwroteTheFileOfAnotherIsTakenBackAndTheFileHoldsTheOtherAgain() throws Exception {
        Path jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(house.deploy.resolve("veo.jar"));
        awaitVersion("1.0.0");
        byte[] good = Files.readAllBytes(jar);
        try (Leased<VideoBackend> work = lease()) {
            JarBuilder.backend("acme.veo", "2.0.0").writeTo(jar);
            awaitVersion("2.0.0");
            failUntil("TAKEN_BACK");
            assertFalse(work.gone());
        }
        awaitVersion("1.0.0");
        org.junit.jupiter.api.Assertions.assertArrayEquals(good, Files.readAllBytes(jar));
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void afterTheOldOneHasGoneItComesBackIntoItsPlace() throws Exception {
        Path jar = JarBuilder.backend("acme.veo", "1.0.0").writeTo(house.deploy.resolve("veo.jar"));
        awaitVersion("1.0.0");
        JarBuilder.backend("acme.veo", "2.0.0").writeTo(jar);
        House.await(() -> newest().sentence().startsWith("acme.veo@2.0.0: It serves"));
        failUntil("TAKEN_BACK");
        awaitVersion("1.0.0");
        assertEquals(List.of(), house.plugins.verify());
    }

    @Test
    void whatCannotBeTakenBackIsSaidOnce() throws Exception {
        house.change(Verb.INSTALL, "veo-1.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        String digest = house.plugins.find("acme.veo").orElseThrow().sha256();
        house.change(Verb.UPGRADE, "veo-2.jar", JarBuilder.backend("acme.veo", "2.0.0"));
        Files.delete(home.resolve("data/plugins").resolve(digest + ".jar"));
        failUntil("FAILED");
        assertTrue(newest().sentence().contains("and cannot be taken back: "), newest().sentence());
        int told = house.plugins.operations().size();
        fail();
        assertEquals(told, house.plugins.operations().size());
        awaitVersion("2.0.0");
    }

    /** Two jars of one version: the second goes in the place of the first, which is the way back. */
    @Test
    void anotherJarOfTheSameVersionCanBeRolledBack() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        String first = house.plugins.find("acme.veo").orElseThrow().sha256();
        house.change(
                Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0").entry("more.txt", new byte[9]));
        assertEquals("DONE", house.change(Verb.ROLLBACK, "acme.veo").state());
        assertEquals(first, house.plugins.find("acme.veo").orElseThrow().sha256());
        assertEquals(List.of(), house.plugins.verify());
    }
}
