package org.mutoscope.plugins;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Source;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a jar says of itself, read before the framework may look at it.
 *
 * @param name symbolic name
 * @param version bundle version
 * @param sha256 digest of the file
 * @param tested what the test kit found, null if it says nothing readable
 * @param signature what its signature is worth by itself
 * @param exports packages that it gives to other bundles
 * @param source how it came, if this is the first time
 */
record JarFacts(
        String name,
        Version version,
        String sha256,
        Plugins.TestReport tested,
        Signature signature,
        Set<String> exports,
        Source source) {
    /** {@code name@version}. */
    String called() {
        return name + "@" + version;
    }

    /** The same jar, having come another way than by {@code deploy/}. */
    JarFacts from(Source other) {
        return new JarFacts(name, version, sha256, tested, signature, exports, other);
    }

    /** OSGi Core 1.3.2, symbolic-name. */
    private static final String NAME = "[A-Za-z0-9_.-]+";

    /** Class file version of Java 17 is 61: the first was 45 for Java 1.1. */
    private static final int JAVA_TO_CLASS_FILE = 44;

    private static final int LONGEST_MANIFEST = 8 << 20;

    private static final String OURS = "org.mutoscope.";
    private static final String CORE = "org.mutoscope.core";
    private static final String CONTRACTS = "org.mutoscope.contracts";

    /** Whether the file has its end: a zip's directory stands last, so a jar that opens was written whole. */
    static boolean whole(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Why a file does not open as a jar. */
    static String broken(Path file) {
        if (Files.notExists(file)) {
            return "It points to a file that is not there; delete it, or bring that file back.";
        }
        if (Files.isDirectory(file)) {
            return "It is a folder and no jar; build a jar of it.";
        }
        if (!Files.isReadable(file)) {
            return "It may not be read by the user that runs the platform; change its permissions.";
        }
        return "It is not a complete jar: its end is missing or damaged; copy it again.";
    }

    /** Reads a jar and refuses what cannot run here. */
    static JarFacts read(Path file) throws Refusal {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            boundManifest(jar);
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new Refusal(
                        "It has no manifest, so it is no OSGi bundle; build it with bnd or with the partner parent"
                                + " POM.");
            }
            JarFacts facts = named(manifest.getMainAttributes(), file, jar);
            facts.checkContent(jar, manifest.getMainAttributes());
            return facts;
        } catch (ZipException e) {
            throw new Refusal("It is not a complete jar (" + e.getMessage() + "); copy it again.", e);
        } catch (IOException e) {
            throw new Refusal("It cannot be read (" + e.getMessage() + "); check the file and its permissions.", e);
        }
    }

    /** Whoever reads a manifest reads all of it into memory, the framework too. */
    private static void boundManifest(JarFile jar) throws IOException, Refusal {
        for (ZipEntry entry : jar.stream()
                .filter(e -> e.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
                .toList()) {
            try (InputStream in = jar.getInputStream(entry)) {
                Bounded.copy(in, OutputStream.nullOutputStream(), LONGEST_MANIFEST);
            } catch (Bounded.TooMuch e) {
                throw new Refusal("Its manifest is longer than a manifest can be; build it again.", e);
            }
        }
    }

    private static JarFacts named(Attributes manifest, Path file, JarFile jar) throws Refusal, IOException {
        String header = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (header == null || header.isBlank()) {
            throw new Refusal(
                    "It has no Bundle-SymbolicName, so it is a plain jar and no OSGi bundle; build it with bnd or with"
                            + " the partner parent POM.");
        }
        if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new Refusal(
                    "It is a fragment, which cannot be started or removed alone; put its content into a bundle.");
        }
        String name = header.split(";", 2)[0].trim();
        if (!name.matches(NAME)) { // it becomes a word of plugins.lock and part of file names
            throw new Refusal("Its Bundle-SymbolicName \"" + name
                    + "\" is none: it has letters, digits, dots, dashes and underscores.");
        }
        String version = manifest.getValue(Constants.BUNDLE_VERSION);
        try {
            return new JarFacts(
                    name,
                    Version.parseVersion(version),
                    digest(file),
                    TestReports.read(jar),
                    Signatures.read(file),
                    packages(manifest.getValue(Constants.EXPORT_PACKAGE)),
                    Source.DEPLOY);
        } catch (IllegalArgumentException e) {
            throw new Refusal("Its Bundle-Version \"" + version + "\" is no version; write it as 1.2.3.", e);
        }
    }

    /** Names at the head of each clause; commas and equals signs within quotes begin no clause. */
    private static Set<String> packages(String header) {
        String bare = header == null ? "" : header.replaceAll("\"[^\"]*\"", "");
        return Arrays.stream(bare.split("[,;]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty() && !part.contains("="))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void checkContent(JarFile jar, Attributes manifest) throws Refusal, IOException {
        checkCore(manifest);
        int runs = Runtime.version().feature();
        for (ZipEntry entry : jar.stream().toList()) {
            if (!name.startsWith(OURS)
                    && entry.getName().startsWith("org/mutoscope/api/")
                    && entry.getName().endsWith(".class")) {
                throw new Refusal(
                        "It holds a copy of org.mutoscope.api, so its services would not be recognised; import those"
                                + " packages instead of embedding them.");
            }
            if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                int needs = classFileVersion(jar, entry) - JAVA_TO_CLASS_FILE;
                if (needs > runs) {
                    throw new Refusal("It was compiled for Java " + needs + " and this platform runs on Java " + runs
                            + "; compile it with --release 17, or run the platform on Java " + needs + ".");
                }
            }
        }
    }

    /** A name is no passport: bundles that are called org.mutoscope are held to it like others. */
    private static void checkCore(Attributes manifest) throws Refusal {
        if (packages(manifest.getValue(Constants.IMPORT_PACKAGE)).stream()
                .anyMatch(p -> p.equals(CORE) || p.startsWith(CORE + "."))) {
            throw new Refusal("It imports org.mutoscope.core, which belongs to the platform's own bundles; build it on"
                    + " org.mutoscope.api alone.");
        }
        for (String late : packages(manifest.getValue(Constants.DYNAMICIMPORT_PACKAGE))) {
            String head = late.endsWith("*") ? late.substring(0, late.length() - 1) : late;
            if (late.startsWith(CORE) || late.endsWith("*") && (CORE + ".").startsWith(head)) {
                throw new Refusal(
                        "Its DynamicImport-Package " + late + " takes in org.mutoscope.core, which belongs to the"
                                + " platform's own bundles; name the packages that it needs.");
            }
        }
        if (packages(manifest.getValue(Constants.REQUIRE_BUNDLE)).contains(CONTRACTS)) {
            throw new Refusal("It requires the bundle " + CONTRACTS
                    + ", which belongs to the platform itself; build it on" + " org.mutoscope.api alone.");
        }
    }

    private static int classFileVersion(JarFile jar, ZipEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.skipNBytes(6); // magic and minor version
            return in.readUnsignedShort();
        }
    }

    /** SHA-256 of a file, in hexadecimal digits. */
    static String digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream()); // a jar may be larger than the memory
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
