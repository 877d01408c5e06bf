package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plugin;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Bundles that do harm keep nobody from being served, and are not run again until somebody wants that. */
@Timeout(180)
class BadBundlesTest {
    /** What bad bundles wait for, by way of the system properties: their classes have other loaders. */
    private static final String MENDED = "mutoscope.test.mended";

    @TempDir
    Path home;

    /** Long, but where a bundle is meant to hang: a slow machine is no hang. */
    private volatile int patience = 60;

    private House house;

    @BeforeEach
    void open() throws Exception {
        System.clearProperty(MENDED);
        restart();
        house.change(Verb.INSTALL, "good.jar", JarBuilder.backend("acme.good", "1.0.0"));
    }

    private void restart() throws Exception {
        if (house != null) {
            house.close();
        }
        house = new House(home, new Settings() {
            @Override
            public int start_seconds() {
                return patience;
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        System.setProperty(MENDED, "yes");
        house.close();
        System.clearProperty(MENDED);
    }

    /** Drops a jar, as by hand, and waits until it is in quarantine, and a restart later still. */
    private Plugin quarantined(String name, JarBuilder jar) throws Exception {
        jar.writeTo(house.deploy.resolve("bad.jar"));
        awaitQuarantine(name);
        House.await(() -> house.plugins.operations().get(0).state().equals("QUARANTINED"));
        assertTrue(house.backends.named("acme.good").isPresent(), "others serve on");
        restart();
        awaitQuarantine(name);
        House.await(() -> house.backends.named("acme.good").isPresent());
        Plugin bad = house.plugins.find(name).orElseThrow();
        assertTrue(bad.sentence().startsWith("It is in quarantine"), bad.sentence());
        assertTrue(house.plugins.why(name).sentence().startsWith("It is in quarantine"));
        assertFalse(known(name), "it was run again");
        return bad;
    }

    private void awaitQuarantine(String name) {
        House.await(() -> house.plugins
                .find(name)
                .filter(p -> p.state().equals("QUARANTINED"))
                .isPresent());
    }

    @Test
    void oneThatThrowsWhenItStarts() throws Exception {
        Plugin bad = quarantined("acme.bad", with(Throws.class, "acme.bad"));
        assertTrue(bad.sentence().contains("It stopped while starting: "), bad.sentence());
        Operation again = house.change(Verb.ENABLE, "acme.bad");
        assertEquals("FAILED", again.state(), again.sentence());
        assertEquals("QUARANTINED", house.plugins.find("acme.bad").orElseThrow().state(), "it is no better");
        System.setProperty(MENDED, "yes");
        assertEquals("DONE", house.change(Verb.ENABLE, "acme.bad").state());
        assertTrue(house.backends.named("acme.bad").isPresent());
        restart();
        House.await(() -> house.backends.named("acme.bad").isPresent());
        System.clearProperty(MENDED);
        restart();
        House.await(() -> house.plugins
                .find("acme.bad")
                .filter(p -> p.state().equals("FAILED"))
                .isPresent()); // it has served: the reason may lie elsewhere, so the next start tries again
    }

    /** A backend, once it is mended. */
    public static final class Throws implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            if (System.getProperty(MENDED) == null) {
                throw new IllegalStateException("no licence");
            }
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(VideoBackend.ID, "acme.bad");
            context.registerService(VideoBackend.class, new BackendActivator.Nothing(), properties);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void oneThatHangsWhenItStarts() throws Exception {
        patience = 5;
        restart();
        House.await(() -> house.backends.named("acme.good").isPresent());
        with(Hangs.class, "acme.bad").writeTo(house.deploy.resolve("bad.jar"));
        awaitQuarantine("acme.bad");
        House.await(() -> house.plugins
                .operations()
                .get(0)
                .sentence()
                .contains("It did not come back from its start within 5 s"));
        assertTrue(house.backends.named("acme.good").isPresent(), "others serve on");
        System.setProperty(MENDED, "yes"); // lets go of the first
        House.await(() -> !known("acme.bad"));
        System.clearProperty(MENDED);
        patience = 60;
        restart(); // would now hang for a minute
        awaitQuarantine("acme.bad");
        assertFalse(known("acme.bad"));
    }

    /** A machine that is busy at its start must not switch off what has served for months. */
    @Test
    void oneThatHasServedAndHangsAtALaterStartIsTriedAgain() throws Exception {
        System.setProperty(MENDED, "yes");
        house.change(Verb.INSTALL, "bad.jar", with(Hangs.class, "acme.bad"));
        System.clearProperty(MENDED);
        patience = 5;
        restart();
        House.await(() -> house.plugins
                .find("acme.bad")
                .filter(p -> p.state().equals("FAILED"))
                .isPresent());
        assertTrue(house.plugins.lock().contains("on acme.bad "), house.plugins.lock());
        System.setProperty(MENDED, "yes"); // lets go of it
        House.await(() -> !known("acme.bad"));
        patience = 60;
        restart();
        House.await(() -> house.plugins
                .find("acme.bad")
                .filter(p -> p.state().equals("ACTIVE"))
                .isPresent());
    }

    /** Takes no interrupt for an answer. */
    public static final class Hangs implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            while (System.getProperty(MENDED) == null) {
                Thread.onSpinWait();
                Thread.yield();
            }
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void oneWhoseComponentThrowsWhenItIsActivated() throws Exception {
        house.components();
        String xml =
                "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='acme.Part' immediate='true'>"
                        + "<implementation class='" + Part.class.getName() + "'/></scr:component>";
        JarBuilder.bundle("acme.part", "1.0.0")
                .header("Service-Component", "OSGI-INF/part.xml")
                .entry("OSGI-INF/part.xml", xml.getBytes(StandardCharsets.UTF_8))
                .type(Part.class)
                .writeTo(house.deploy.resolve("part.jar"));
        awaitQuarantine("acme.part");
        String words = house.plugins.find("acme.part").orElseThrow().sentence();
        assertTrue(words.contains("Its component acme.Part threw when it was activated"), words);
    }

    /** Cannot be made. */
    public static final class Part {
        /** Throws. */
        public Part() {
            throw new IllegalStateException("no graphics card");
        }
    }

    @Test
    void oneThatRegistersWhatNobodyCanUse() throws Exception {
        Plugin bad = quarantined("acme.odd", with(Odd.class, "acme.odd"));
        assertTrue(bad.sentence().contains("whose property service.ranking is \"high\""), bad.sentence());
    }

    /** Thinks that a ranking is a word. */
    public static final class Odd implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(VideoBackend.ID, "odd");
            properties.put("service.ranking", "high");
            context.registerService(VideoBackend.class, new BackendActivator.Nothing(), properties);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void oneThatLeavesThreadsBehind() throws Exception {
        house.change(Verb.INSTALL, "leaks.jar", with(Leaks.class, "acme.leaks"));
        Operation off = house.change(Verb.DISABLE, "acme.leaks");
        assertEquals("DONE", off.state());
        assertTrue(off.sentence().contains("It left 1 threads behind when it was stopped: acme-left"), off.sentence());
        assertEquals(
                "QUARANTINED", house.plugins.find("acme.leaks").orElseThrow().state());
        System.setProperty(MENDED, "yes");
        assertEquals("DONE", house.change(Verb.ENABLE, "acme.leaks").state());
        off = house.change(Verb.DISABLE, "acme.leaks");
        assertEquals("acme.leaks@1.0.0 is switched off.", off.sentence(), "its thread ended");
        assertEquals("DISABLED", house.plugins.find("acme.leaks").orElseThrow().state());
    }

    /** Forgets its thread. */
    public static final class Leaks implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            Thread thread = new Thread(
                    () -> {
                        while (System.getProperty(MENDED) == null) {
                            Thread.onSpinWait();
                            Thread.yield();
                        }
                    },
                    "acme-left");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void aMendedJarOfTheSameVersionRuns() throws Exception {
        JarBuilder bad = with(Throws.class, "acme.bad");
        bad.writeTo(house.deploy.resolve("bad.jar"));
        awaitQuarantine("acme.bad");
        JarBuilder.backend("acme.bad", "1.0.0").writeTo(house.deploy.resolve("bad.jar"));
        House.await(() -> house.backends.named("acme.bad").isPresent());
        assertEquals("ACTIVE", house.plugins.find("acme.bad").orElseThrow().state());
    }

    /** Deleted, by command or by hand, it leaves the good way back of its name alone. */
    @Test
    void whatWasInQuarantineIsNoWayBack() throws Exception {
        for (boolean byHand : new boolean[] {false, true}) {
            house.change(Verb.INSTALL, "old.jar", JarBuilder.backend("acme.bad", "0.9.0"));
            house.change(Verb.REMOVE, "acme.bad");
            String good = house.plugins.lock();
            assertTrue(good.contains("back acme.bad 0.9.0 "), good);
            Path jar = home.resolve("bad.jar");
            with(Throws.class, "acme.bad").writeTo(jar);
            JarFacts facts = JarFacts.read(jar);
            Deployed entry = new Deployed(house.deploy.resolve("none.jar"), Deployed.Stamp.of(jar));
            entry.facts = facts;
            Installation installation = installation();
            installation.shelf().keep(jar, facts.sha256());
            installation.quarantine(entry, "It threw.");
            assertEquals(
                    "0.9.0",
                    installation.back("acme.bad").orElseThrow().version().toString());
            if (byHand) {
                installation.deleted(installation.shelf().lock().of(facts).orElseThrow());
            } else {
                installation.put(entry);
                installation.retire(entry);
            }
            assertEquals(good, installation.shelf().lock().text());
            assertEquals(
                    "0.9.0",
                    installation.back("acme.bad").orElseThrow().version().toString());
        }
    }

    /** A second one over the same data. */
    private Installation installation() throws Exception {
        Settings settings = new Settings();
        Shelf shelf = new Shelf(home.resolve("data"));
        BundleRunner runner =
                new BundleRunner(house.framework.getBundleContext(), house.registry, settings, shelf.jars());
        Trust trust = new Trust(
                Trust.policies(settings), new KeyRing(home.resolve("keys")), shelf, java.time.Clock.systemUTC());
        return new Installation(house.deploy, trust, runner);
    }

    private static JarBuilder with(Class<? extends BundleActivator> activator, String name) throws Exception {
        return JarBuilder.bundle(name, "1.0.0")
                .header("Bundle-Activator", activator.getName())
                .header("Import-Package", "org.osgi.framework,org.mutoscope.api.backend,org.mutoscope.api.media")
                .type(activator)
                .type(BackendActivator.Nothing.class);
    }

    private boolean known(String name) {
        return Arrays.stream(house.framework.getBundleContext().getBundles())
                .anyMatch(b -> name.equals(b.getSymbolicName()));
    }

    @Test
    void oneThatThrowsWhenItIsStoppedGoesAllTheSame() throws Exception {
        house.change(Verb.INSTALL, "bad.jar", with(ThrowsAtStop.class, "acme.bad"));
        assertTrue(known("acme.bad"));
        assertEquals("DONE", house.change(Verb.REMOVE, "acme.bad").state());
        assertEquals(false, known("acme.bad"), "the framework knows it still");
    }

    /** Does not take its leave. */
    public static final class ThrowsAtStop implements BundleActivator {
        @Override
        public void start(BundleContext context) {}

        @Override
        public void stop(BundleContext context) {
            throw new IllegalStateException("not now");
        }
    }
}
