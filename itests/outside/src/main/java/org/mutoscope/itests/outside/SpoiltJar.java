package org.mutoscope.itests.outside;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A bundle with something changed about it, as only a bad build makes it. */
final class SpoiltJar {
    private final Manifest manifest;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private SpoiltJar(Manifest manifest) {
        this.manifest = manifest;
    }

    static SpoiltJar of(Path jar) throws IOException {
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            // the tool that cuts our test bundles may not write the manifest first
            SpoiltJar read = new SpoiltJar(in.getManifest() == null ? new Manifest() : in.getManifest());
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                byte[] content = in.readAllBytes();
                if (entry.getName().equals("META-INF/MANIFEST.MF")) {
                    read.manifest.read(new ByteArrayInputStream(content));
                } else if (!entry.isDirectory()) {
                    read.entries.put(entry.getName(), content);
                }
            }
            return read;
        }
    }

    /** @param value null to leave it out */
    SpoiltJar header(String name, String value) {
        if (value == null) {
            manifest.getMainAttributes().remove(new java.util.jar.Attributes.Name(name));
        } else {
            manifest.getMainAttributes().putValue(name, value);
        }
        return this;
    }

    String header(String name) {
        return manifest.getMainAttributes().getValue(name);
    }

    SpoiltJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Replaces a text constant in all classes; texts of other lengths fit, since a class refers to them by number. */
    SpoiltJar constant(String from, String to) {
        byte[] old = utf8(from);
        byte[] fresh = utf8(to);
        entries.replaceAll((name, content) -> name.endsWith(".class") ? replaced(content, old, fresh) : content);
        return this;
    }

    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] constant = new byte[bytes.length + 3];
        constant[0] = 1; // CONSTANT_Utf8, then its length in two bytes
        constant[1] = (byte) (bytes.length >> 8);
        constant[2] = (byte) bytes.length;
        System.arraycopy(bytes, 0, constant, 3, bytes.length);
        return constant;
    }

    private static byte[] replaced(byte[] content, byte[] old, byte[] fresh) {
        for (int i = 0; i + old.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + old.length, old, 0, old.length)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(content, 0, i);
                out.writeBytes(fresh);
                out.write(content, i + old.length, content.length - i - old.length);
                return out.toByteArray();
            }
        }
        return content;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(all, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return all.toByteArray();
    }

    /** Drops it into a deploy folder, as an operator does with cp and mv. */
    void drop(Path deploy, String name) throws IOException {
        Path part = Files.write(deploy.resolve(name + ".part"), bytes());
        Files.move(part, deploy.resolve(name));
    }
}
