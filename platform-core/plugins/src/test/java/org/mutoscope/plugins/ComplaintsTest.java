package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** What operators of other OSGi systems complain of (decision 0020), as far as no other test shows that it cannot happen here. */
@Timeout(120)
class ComplaintsTest {
    @TempDir
    Path home;

    private House house;
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws Exception {
        house = new House(home, new Settings());
        SynchronousBundleListener listener =
                event -> events.add(event.getBundle().getSymbolicName() + " " + event.getType());
        house.framework.getBundleContext().addBundleListener(listener);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    /** KARAF-7282: one add-on restarted half the server, because others could resolve their optional imports now. */
    @Test
    void aPackageThatComesRestartsNobodyWhoCouldUseIt() throws Exception {
        house.change(Verb.INSTALL, "able.jar", optional());
        house.platform(optional().header("Bundle-SymbolicName", "core.able"));
        events.clear();
        Operation done = house.change(
                Verb.INSTALL,
                "base.jar",
                JarBuilder.bundle("acme.base", "1.0.0")
                        .header("Export-Package", "acme.base.api;version=1.0.0")
                        .entry("acme/base/api/text.txt", new byte[1]));
        assertEquals("DONE", done.state(), done.sentence());
        assertEquals(
                List.of(),
                events.stream().filter(event -> !event.startsWith("acme.base ")).toList(),
                "what happened to other bundles");
    }

    private static JarBuilder optional() {
        return JarBuilder.bundle("acme.able", "1.0.0").header("Import-Package", "acme.base.api;resolution:=optional");
    }

    /** openhab-core PR 459: what could not be installed was tried again and again, for ever. */
    @Test
    void whatFailedIsNotTriedAgainAsItIs() throws Exception {
        JarBuilder.bundle("acme.bad", "1.0.0")
                .header("Bundle-Activator", "no.Such")
                .writeTo(house.deploy.resolve("bad.jar"));
        serves("bad.jar", "FAILED|QUARANTINED");
        for (String name : List.of("acme.one", "acme.two", "acme.three")) { // each comes at a look of its own
            JarBuilder.backend(name, "1.0.0").writeTo(house.deploy.resolve(name + ".jar"));
            serves(name, "ACTIVE");
        }
        assertEquals(
                1,
                events.stream()
                        .filter(("acme.bad " + BundleEvent.INSTALLED)::equals)
                        .count(),
                "attempts");
    }

    /** openhab-core 5206, 3021: what was put there or changed while the program was down was not seen. */
    @Test
    void whatCameOrChangedWhileItWasStoppedRunsAfterTheStart() throws Exception {
        Path changed = house.deploy.resolve("changed.jar");
        JarBuilder.backend("acme.changed", "1.0.0").writeTo(changed);
        serves("acme.changed@1.0.0", "ACTIVE");
        house.close();
        Files.delete(changed);
        JarBuilder.backend("acme.changed", "2.0.0").writeTo(changed);
        JarBuilder.backend("acme.come", "1.0.0").writeTo(house.deploy.resolve("come.jar"));
        house = new House(home, new Settings());
        serves("acme.changed@2.0.0", "ACTIVE");
        serves("acme.come", "ACTIVE");
        assertEquals(
                1,
                house.backends.all().stream()
                        .filter(b -> b.id().equals("acme.changed"))
                        .count());
    }

    /** killbill-platform 7: a library in a bundle asked the thread for classes and got those of the host. */
    @Test
    void theCodeOfABundleRunsWithItsOwnClassLoader() throws Exception {
        house.change(Verb.INSTALL, "veo.jar", JarBuilder.backend("acme.veo", "1.0.0"));
        ClassLoader mine = Thread.currentThread().getContextClassLoader();
        try (Leased<VideoBackend> lease =
                house.backends.named("acme.veo").orElseThrow().lease().orElseThrow()) {
            ClassLoader theirs = lease.service().getClass().getClassLoader();
            assertNotSame(mine, theirs);
            assertSame(theirs, house.calls.run(lease, "ask", b -> Thread.currentThread()
                    .getContextClassLoader()));
            assertSame(theirs, house.calls.call(lease, "ask", Duration.ofSeconds(60), b -> Thread.currentThread()
                    .getContextClassLoader()));
        }
        assertSame(mine, Thread.currentThread().getContextClassLoader());
    }

    private void serves(String name, String state) {
        House.await(() ->
                house.plugins.find(name).filter(p -> p.state().matches(state)).isPresent());
    }
}
