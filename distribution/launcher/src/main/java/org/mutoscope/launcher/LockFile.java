package org.mutoscope.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The list of bundles a distribution is made of; the launcher, the resolver check and the tests read the same file. */
public final class LockFile {
    /** Its name, at the top of the distribution. */
    public static final String NAME = "bundles.lock";

    static final List<String> HEADER = List.of(
            "# The bundles of this distribution: start level, coordinates, SHA-256, file in lib/bundles.",
            "# Written by the build from distribution/assembly/bundles.list; do not edit.");

    private LockFile() {}

    /** Reads a lock file; a line that is none is an error that names its number. */
    public static List<LockedBundle> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<LockedBundle> bundles = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                bundles.add(parse(file, i + 1, line));
            }
        }
        return List.copyOf(bundles);
    }

    private static LockedBundle parse(Path file, int number, String line) throws IOException {
        try {
            return LockedBundle.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    static void write(Path file, List<LockedBundle> bundles) throws IOException {
        List<String> lines = new ArrayList<>(HEADER);
        bundles.stream().map(LockedBundle::line).forEach(lines::add);
        Files.write(file, lines);
    }
}
