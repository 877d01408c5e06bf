package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.mutoscope.config.Schema.Component;

/** Collects what jars say of their components, where no platform runs. */
final class JarSchema {
    private JarSchema() {}

    /** Reads the jars of the folders; a folder that is not there has none. */
    static Schema of(List<Path> folders) throws IOException {
        List<Component> components = new ArrayList<>();
        for (Path folder : folders) {
            for (Path jar : jars(folder)) {
                components.addAll(read(jar));
            }
        }
        return new Schema(components);
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Component> read(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            List<String> paths = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(Described.FOLDER))
                    .toList();
            return Described.read(path.toString(), paths, name -> jar.getInputStream(jar.getEntry(name)));
        } catch (java.util.zip.ZipException e) {
            throw new IOException(path + " is no jar: " + e.getMessage(), e);
        }
    }
}
