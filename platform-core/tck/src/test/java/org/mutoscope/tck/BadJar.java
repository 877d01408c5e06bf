package org.mutoscope.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;

/** Packs bundles that do one thing wrong. */
final class BadJar {
    static final String HEADER = "X-Fault";
    static final String LEAK = "mutoscope.tck.bad";

    private final Map<String, String> headers = new LinkedHashMap<>();

    /** @param fault its name @param api the package of the API that the bundle needs */
    BadJar(Class<? extends BundleActivator> activator, String fault, String api) {
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "bad");
        headers.put("Bundle-Version", "1.0.0");
        headers.put("Bundle-Activator", activator.getName());
        headers.put(HEADER, fault);
        headers.put(
                "Import-Package",
                imports(api, fault.equals("importsGrowWithTheApi"))
                        + (fault.equals("importsOnlyTheApi") ? ",org.mutoscope.core.ledger;resolution:=optional" : ""));
        if (fault.equals("keepsToItself")) {
            headers.put("Export-Package", "org.mutoscope.tck");
        }
    }

    private static String imports(String api, boolean narrow) {
        String version = ";version=\"" + (narrow ? "1.0" : "[1.0,2)") + "\"";
        return "org.osgi.framework,org.osgi.service.cm," + String.join(version + ",", api.split(",")) + version;
    }

    /** Packs it. @param types its classes; those nested in them come along */
    Path pack(Class<?>... types) throws IOException {
        Path jar = Path.of("target", "bad-" + headers.get("Bundle-Activator") + "-" + headers.get(HEADER) + ".jar");
        Manifest manifest = new Manifest();
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : withNested(types)) {
                String path = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(path));
                try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }

    private static List<Class<?>> withNested(Class<?>... types) throws IOException {
        List<Class<?>> all = new java.util.ArrayList<>(Arrays.asList(types));
        for (Class<?> type : types) {
            for (int n = 1; type.getResource(type.getSimpleName() + "$" + n + ".class") != null; n++) {
                try {
                    all.add(Class.forName(type.getName() + "$" + n, false, type.getClassLoader()));
                } catch (ClassNotFoundException e) {
                    throw new IOException(e);
                }
            }
        }
        return all;
    }
}
