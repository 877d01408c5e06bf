package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Bundles that do harm keep nobody from being served. */
@Timeout(120)
class BadBundlesTest {
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
