package org.mutoscope.itests.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The assembled distribution, as files. */
final class Shipped {
    static final Path TOP = Path.of(System.getProperty("mutoscope.top"));
    static final Path HOME = TOP.resolve("distribution/assembly/target/mutoscope");
    private static final int FIELDS = 4;

    private Shipped() {}

    /** The bundles of the lock file, in its order. */
    static List<Locked> bundles() {
        try (Stream<String> lines = Files.lines(HOME.resolve("bundles.lock"))) {
            return lines.filter(l -> !l.startsWith("#") && !l.isBlank())
                    .map(l -> l.trim().split("\\s+", FIELDS))
                    .map(f -> new Locked(f[1], HOME.resolve("lib/bundles").resolve(f[3])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("build the distribution first", e);
        }
    }

    /** Those that are ours. */
    static List<Locked> ours() {
        return bundles().stream()
                .filter(b -> b.coordinates().startsWith("org.mutoscope:"))
                .toList();
    }

    /** One of them. */
    record Locked(String coordinates, Path file) {
        Manifest manifest() {
            try (JarFile jar = new JarFile(file.toFile())) {
                return jar.getManifest();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            String value = manifest().getMainAttributes().getValue(name);
            return value == null ? "" : value;
        }

        String module() {
            return coordinates.split(":")[1];
        }
    }
}
