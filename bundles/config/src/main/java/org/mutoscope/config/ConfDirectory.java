package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The configuration files as they are at one moment.
 *
 * @param problems of reading; files that could not be read are not among the files
 */
record ConfDirectory(List<ConfFile> files, List<Problem> problems) {

    ConfDirectory {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** Reads all {@code *.cfg}; a directory that does not exist is an empty one, everything at its default. */
    static ConfDirectory read(Path directory) {
        List<Problem> problems = new ArrayList<>();
        List<ConfFile> files = new ArrayList<>();
        for (Path path : list(directory, problems)) {
            ConfFileReader.read(path, problems::add).ifPresent(files::add);
        }
        return new ConfDirectory(files, problems);
    }

    private static List<Path> list(Path directory, List<Problem> problems) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(ConfDirectory::isConfiguration).sorted().toList();
        } catch (IOException e) {
            problems.add(new Problem(Fault.UNREADABLE, directory, 0, "cannot be listed: " + e));
            return List.of();
        }
    }

    private static boolean isConfiguration(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(ConfFileReader.SUFFIX) && !name.startsWith(".") && Files.isRegularFile(path);
    }
}
