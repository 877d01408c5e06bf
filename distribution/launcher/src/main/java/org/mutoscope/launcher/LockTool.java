package org.mutoscope.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Build step: writes the lock file of a distribution and compares its third-party part with the committed one.
 *
 * <p>The versions come from the POM, the start levels from {@code bundles.list}. The committed file makes a changed
 * dependency visible in a diff, and a jar whose bytes changed under the same version a failed build.
 */
public final class LockTool {
    private LockTool() {}

    /**
     * @param arguments list of start levels, directory of jars named {@code group.artifact-version.jar}, lock file to
     *     write, committed lock file; then {@code true} to refresh the committed one instead of checking it
     */
    public static void main(String[] arguments) throws IOException {
        Path list = Path.of(arguments[0]);
        List<LockedBundle> bundles = lock(list, Path.of(arguments[1]));
        LockFile.write(Path.of(arguments[2]), bundles);
        Path committed = Path.of(arguments[3]);
        List<LockedBundle> foreign =
                bundles.stream().filter(bundle -> !bundle.own()).toList();
        if (arguments.length > 4 && Boolean.parseBoolean(arguments[4])) {
            LockFile.write(committed, foreign);
        } else {
            compare(LockFile.read(committed), foreign);
        }
    }

    /** One entry for each line of the list; every jar must be listed and every line must have its jar. */
    static List<LockedBundle> lock(Path list, Path directory) throws IOException {
        Set<String> jars = jars(directory);
        List<LockedBundle> bundles = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String[] words = line.replaceFirst("#.*", "").strip().split("[\\s:]+");
            if (words.length == 3) {
                List<String> found =
                        jars.stream().filter(jar -> isArtifact(jar, words)).toList();
                if (found.size() == 1) {
                    jars.remove(found.get(0));
                    bundles.add(entry(words, directory.resolve(found.get(0))));
                } else {
                    problems.add(words[1] + ":" + words[2] + " is listed but the build brings "
                            + (found.isEmpty() ? "no jar of it" : "several: " + found));
                }
            } else if (words.length > 1) {
                problems.add("not a line 'LEVEL GROUP:ARTIFACT': " + line);
            }
        }
        jars.forEach(jar -> problems.add(jar + " is a dependency of the distribution but not in " + list));
        if (!problems.isEmpty()) {
            throw new IOException(String.join(System.lineSeparator(), problems));
        }
        return bundles;
    }

    private static Set<String> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isArtifact(String jar, String[] words) {
        return jar.matches(Pattern.quote(words[1] + "." + words[2]) + "-\\d.*\\.jar");
    }

    private static LockedBundle entry(String[] words, Path jar) throws IOException {
        String name = jar.getFileName().toString();
        String version = name.substring(words[1].length() + words[2].length() + 2, name.length() - ".jar".length());
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null
                    || file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName") == null) {
                throw new IOException(name + " is not an OSGi bundle: its manifest has no Bundle-SymbolicName");
            }
        }
        String coordinates = words[1] + ":" + words[2] + ":" + version;
        return new LockedBundle(Integer.parseInt(words[0]), coordinates, Sha256.of(jar), name);
    }

    private static void compare(List<LockedBundle> committed, List<LockedBundle> built) throws IOException {
        List<String> differences = new ArrayList<>();
        built.stream().filter(b -> !committed.contains(b)).forEach(b -> differences.add("+ " + b.line()));
        committed.stream().filter(b -> !built.contains(b)).forEach(b -> differences.add("- " + b.line()));
        if (!differences.isEmpty()) {
            throw new IOException(
                    "distribution/bundles.lock does not describe the third-party bundles of this build:\n"
                            + String.join("\n", differences)
                            + "\nIf the change is meant, refresh it with: ./mvnw -q -Pfast -Dmaven.test.skip -Dlock.refresh=true package");
        }
    }
}
