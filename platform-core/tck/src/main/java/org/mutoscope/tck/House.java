package org.mutoscope.tck;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A framework with the component runtime and the configuration service of the platform, and the partner API. Bundles for it are found on the class path. */
final class House implements AutoCloseable {
    private static final List<String> RUNTIME = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.configadmin",
            "org.apache.felix.scr");
    private static final String LOGGING =
            "org.slf4j;version=1.7.36,org.slf4j;version=2.0.20,org.slf4j.event;version=2.0.20,org.slf4j.spi;version=2.0.20,org.slf4j.helpers;version=2.0.20";

    private final Path cache;
    private final Framework framework;

    /** @param configuration properties by PID */
    House(Map<String, Map<String, Object>> configuration) throws Exception {
        cache = Files.createTempDirectory("mutoscope-tck-");
        Map<String, URL> bundles = onClassPath();
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, api(bundles.get("org.mutoscope.api")) + "," + LOGGING);
        settings.put("felix.log.level", "1");
        settings.put("ds.loglevel", "error");
        framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        for (String name : RUNTIME) {
            URL manifest = bundles.get(name);
            if (manifest == null) {
                throw new IllegalStateException(
                        name + " is not on the class path of the tests; it comes with mutoscope-tck");
            }
            install(jarOf(manifest)).start();
        }
        configure(configuration);
    }

    private static Map<String, URL> onClassPath() throws IOException {
        Map<String, URL> found = new TreeMap<>();
        for (URL url : Collections.list(House.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            String name = manifest(url).getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name != null) {
                found.putIfAbsent(name.split(";")[0].trim(), url);
            }
        }
        return found;
    }

    private static Manifest manifest(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return new Manifest(in);
        }
    }

    /** The jar that {@code jar:file:/a/b.jar!/META-INF/MANIFEST.MF} lies in. */
    private static Path jarOf(URL manifest) {
        return Path.of(
                URI.create(manifest.getPath().substring(0, manifest.getPath().indexOf("!/"))));
    }

    /** What the API exports. A build that has it as a folder of classes has no manifest of it; then any version of major 1 will do. */
    private static String api(URL manifest) throws IOException {
        if (manifest != null) {
            return manifest(manifest).getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
        }
        return Stream.of(
                        "assets",
                        "backend",
                        "billing",
                        "creation",
                        "guard",
                        "licensing",
                        "media",
                        "plans",
                        "provenance",
                        "revenue")
                .map(p -> "org.mutoscope.api." + p + ";version=1.999")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    /** Sets properties by PID. */
    void configure(Map<String, Map<String, Object>> configuration) throws Exception {
        BundleContext context = framework.getBundleContext();
        // The service's types belong to its bundle, not to this class path: so all, whoever may see them.
        Object admin =
                context.getService(context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0]);
        ClassLoader types = admin.getClass().getClassLoader();
        for (Map.Entry<String, Map<String, Object>> entry : configuration.entrySet()) {
            Object made =
                    configuration(types.loadClass("org.osgi.service.cm.ConfigurationAdmin"), admin, entry.getKey());
            types.loadClass("org.osgi.service.cm.Configuration")
                    .getMethod("update", Dictionary.class)
                    .invoke(made, new Hashtable<>(entry.getValue()));
        }
    }

    /** Of a PID, or of one of several that a factory has: {@code PID~NAME}. */
    private static Object configuration(Class<?> type, Object admin, String pid) throws ReflectiveOperationException {
        int tilde = pid.indexOf('~');
        return tilde < 0
                ? type.getMethod("getConfiguration", String.class, String.class).invoke(admin, pid, "?")
                : type.getMethod("getFactoryConfiguration", String.class, String.class, String.class)
                        .invoke(admin, pid.substring(0, tilde), pid.substring(tilde + 1), "?");
    }

    Bundle install(Path jar) throws BundleException {
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(60_000);
        try (Stream<Path> files = Files.walk(cache)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
