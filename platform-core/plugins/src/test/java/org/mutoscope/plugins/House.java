package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.felix.framework.FrameworkFactory;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.plugins.Services;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/** A framework with the plugins service, over a data directory that outlives it. */
final class House implements AutoCloseable {
    private static final String API =
            """
            org.mutoscope.api.backend;version=1.0.0,org.mutoscope.api.media;version=1.0.0,org.osgi.dto;version=1.1.1,\
            org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0,org.osgi.service.component;version=1.5.1,\
            org.osgi.service.component.runtime;version=1.5.0,org.osgi.service.component.runtime.dto;version=1.5.0""";

    final Path home;
    final Path deploy;
    final Framework framework;
    final ServiceRegistry registry;
    final GuardedCalls calls = new GuardedCalls();
    final Services<VideoBackend> backends;
    final PluginDesk plugins;

    House(Path home, PluginsConfig config) throws Exception {
        this.home = home;
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        // not within the test's folder: a start that hangs may still write when that is deleted
                        Path.of("target", "felix-" + System.nanoTime()).toString(),
                        "org.osgi.framework.storage.clean",
                        "onFirstInit",
                        "org.osgi.framework.startlevel.beginning",
                        "20",
                        "org.osgi.framework.system.packages.extra",
                        API,
                        "mutoscope.home",
                        home.resolve("none").toString(),
                        "mutoscope.conf",
                        home.resolve("conf").toString(),
                        "mutoscope.data",
                        home.resolve("data").toString()));
        framework.start();
        registry = new ServiceRegistry(framework.getBundleContext());
        backends = registry.of(VideoBackend.class, VideoBackend.ID);
        plugins = new PluginDesk(framework.getBundleContext(), config, registry, calls);
        deploy = home.resolve("data/deploy");
    }

    /** What a change with a jar does. */
    Operation change(Verb verb, String file, JarBuilder jar) throws IOException {
        return plugins.perform(new Change(verb, file, bytes(jar), Manner.draining(1)));
    }

    Operation change(Verb verb, String name) {
        return plugins.perform(new Change(verb, name, null, Manner.draining(1)));
    }

    Plan plan(Verb verb, String file, JarBuilder jar) throws IOException {
        return plugins.plan(new Change(verb, file, jar == null ? null : bytes(jar), Manner.draining(1)));
    }

    InputStream bytes(JarBuilder jar) throws IOException {
        Path file = jar.writeTo(home.resolve("sent.jar"));
        return new ByteArrayInputStream(Files.readAllBytes(file));
    }

    /** A bundle of the platform: nobody deployed it. */
    Bundle platform(JarBuilder jar) throws Exception {
        Path file = jar.writeTo(home.resolve("platform-" + System.nanoTime() + ".jar"));
        Bundle bundle = framework.getBundleContext().installBundle("reference:" + file.toUri());
        bundle.start();
        return bundle;
    }

    @Override
    public void close() throws Exception {
        plugins.close();
        calls.close();
        registry.close();
        framework.stop();
        framework.waitForStop(60_000);
    }

    /** The component runtime, as in the distribution. */
    void components() throws Exception {
        Path scr = Path.of(org.apache.felix.scr.info.ScrInfo.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        framework.getBundleContext().installBundle("reference:" + scr.toUri()).start();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 60 s");
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
