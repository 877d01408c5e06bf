package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes small bundles for the tests. */
final class JarBuilder {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    static JarBuilder bundle(String name, String version) {
        JarBuilder builder = new JarBuilder();
        builder.headers.put("Manifest-Version", "1.0");
        builder.headers.put("Bundle-ManifestVersion", "2");
        builder.headers.put("Bundle-SymbolicName", name);
        builder.headers.put("Bundle-Version", version);
        return builder;
    }

    /** A bundle whose activator offers a backend of that id. */
    static JarBuilder backend(String name, String version) throws IOException {
        return bundle(name, version)
                .header("Bundle-Activator", BackendActivator.class.getName())
                .header("Import-Package", "org.osgi.framework,org.mutoscope.api.backend,org.mutoscope.api.media")
                .type(BackendActivator.class)
                .type(BackendActivator.Nothing.class);
    }

    JarBuilder header(String name, String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    JarBuilder type(Class<?> type) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            return entry(path, in.readAllBytes());
        }
    }

    JarBuilder entry(String path, byte[] content) {
        entries.put(path, content);
        return this;
    }

    Path writeTo(Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), "made", ".part");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(part))) {
            Manifest manifest = new Manifest();
            headers.forEach((k, v) -> manifest.getMainAttributes().putValue(k, v));
            out.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
            manifest.write(out);
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                out.putNextEntry(new JarEntry(e.getKey()));
                out.write(e.getValue());
            }
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE); // as mv does; the other way deletes first
    }
}
