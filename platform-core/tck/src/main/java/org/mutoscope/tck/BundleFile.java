package org.mutoscope.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * A bundle as a file.
 *
 * @param jar the file
 */
record BundleFile(Path jar) {
    /** Names the bundle to try; without it, target/classes is. */
    static final String PROPERTY = "mutoscope.tck.bundle";

    private static final String LENT =
            "org\\.mutoscope\\.api\\..+|org\\.slf4j|org\\.osgi\\.framework|org\\.osgi\\.service\\.(component|cm|metatype)";
    private static final Pattern VERSION = Pattern.compile(";\\s*version\\s*=\\s*\"?([^\";]+)\"?");
    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .filter(m -> m.getName().matches("(java|jdk)\\..*"))
            .flatMap(m -> m.getDescriptor().exports().stream())
            .filter(e -> !e.isQualified())
            .map(e -> e.source())
            .collect(Collectors.toSet());

    /** The bundle of the build that runs. */
    static Optional<Path> find() throws IOException {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path classes = Path.of("target/classes");
        if (!Files.exists(classes.resolve(JarFile.MANIFEST_NAME))) {
            return Optional.empty();
        }
        return Optional.of(pack(classes, Path.of("target/mutoscope-tck-bundle.jar")));
    }

    private static Path pack(Path folder, Path jar) throws IOException {
        Manifest manifest;
        try (InputStream in = Files.newInputStream(folder.resolve(JarFile.MANIFEST_NAME))) {
            manifest = new Manifest(in);
        }
        try (Stream<Path> files = Files.walk(folder);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.equals(JarFile.MANIFEST_NAME)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
        }
        return jar;
    }

    String header(String name) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of entries that match. */
    List<String> entries(String pattern) throws IOException {
        return List.copyOf(contents(pattern).keySet());
    }

    /** Entries that match, by name, sorted. */
    Map<String, byte[]> contents(String pattern) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().matches(pattern)) {
                    try (InputStream in = file.getInputStream(entry)) {
                        found.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return found;
    }

    /** Clauses of Import-Package. */
    private List<String> imports() {
        String imports = header(Constants.IMPORT_PACKAGE);
        // Commas inside quotes belong to version ranges.
        return imports == null ? List.of() : List.of(imports.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }

    /** What stands before the first semicolon of a clause is a package. */
    private static String packageOf(String clause) {
        return clause.split(";", 2)[0].trim();
    }

    /** Imports of the API that do not take every minor version from the one they were built on up to the next major one. */
    List<String> narrowImports() {
        List<String> narrow = new ArrayList<>();
        for (String clause : imports()) {
            if (packageOf(clause).startsWith("org.mutoscope.api.") && !wide(clause)) {
                narrow.add(clause.trim());
            }
        }
        return narrow;
    }

    private static boolean wide(String clause) {
        Matcher version = VERSION.matcher(clause);
        if (!version.find()) {
            return false;
        }
        VersionRange range = new VersionRange(version.group(1));
        int major = range.getLeft().getMajor();
        return range.includes(new Version(major, Integer.MAX_VALUE, 0))
                && !range.includes(new Version(major + 1, 0, 0));
    }

    /** Imported packages that are not the API's, the JDK's, or lent to every bundle. Optional ones count too: they may be there one day. */
    List<String> strangeImports() {
        List<String> strange = new ArrayList<>();
        for (String clause : imports()) {
            String name = packageOf(clause);
            if (!name.matches(LENT) && !name.startsWith("java.") && !JDK.contains(name)) {
                strange.add(name);
            }
        }
        for (String header :
                List.of(Constants.REQUIRE_BUNDLE, Constants.DYNAMICIMPORT_PACKAGE, Constants.FRAGMENT_HOST)) {
            if (header(header) != null) {
                strange.add(header + ": " + header(header));
            }
        }
        return strange;
    }
}
