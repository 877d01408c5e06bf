package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.mutoscope.core.plugins.Plugins;

/** Reads what the test kit left in a jar. The format is the kit's: flat JSON with plain words as values. */
final class TestReports {
    static final String ENTRY = "META-INF/mutoscope/tck-report.json";
    private static final int LONGEST = 65_536;
    /** Of all classes together; nobody's bundle comes near. */
    static final long MOST_CLASSES = 256L << 20;

    private TestReports() {}

    /** @return null if there is none, or none that can be read: a report is never a reason to refuse a bundle */
    static Plugins.TestReport read(JarFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(ENTRY);
        if (entry == null) {
            return null;
        }
        String json;
        try (InputStream in = jar.getInputStream(entry)) {
            json = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
        String kit = word(json, "kit");
        String version = word(json, "kit_version");
        String suite = word(json, "suite");
        String date = word(json, "date");
        String counts = number(json, "passed") + " " + number(json, "failed") + " " + number(json, "not_declared");
        if (kit == null || version == null || suite == null || date == null || !counts.matches("\\d+ \\d+ \\d+")) {
            return null;
        }
        String[] count = counts.split(" ");
        return new Plugins.TestReport(
                kit + " " + version,
                suite,
                Integer.parseInt(count[0]),
                Integer.parseInt(count[1]),
                Integer.parseInt(count[2]),
                date,
                classes(jar).equals(word(json, "classes")));
    }

    /** In words. */
    static String sentence(Plugins.TestReport report) {
        return report == null
                ? "No report of the test kit is in the jar."
                : report.kit() + ", " + report.suite() + ": " + report.passed() + " passed, " + report.failed()
                        + " failed, " + report.notDeclared() + " not declared"
                        + (report.ofThisCode() ? "." : "; its code was changed since.");
    }

    private static String word(String json, String key) {
        Matcher match = Pattern.compile("\"" + key + "\"\\s*:\\s*\"([A-Za-z0-9._+-]{1,100})\"")
                .matcher(json);
        return match.find() ? match.group(1) : null;
    }

    private static String number(String json, String key) {
        Matcher match =
                Pattern.compile("\"" + key + "\"\\s*:\\s*([0-9]{1,6})\\b").matcher(json);
        return match.find() ? match.group(1) : null;
    }

    /** As the kit computes it: SHA-256 over name and bytes of all classes, in the order of their names. */
    private static String classes(JarFile jar) throws IOException {
        List<String> names = jar.stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith(".class"))
                .sorted()
                .toList();
        long left = MOST_CLASSES;
        try (DigestOutputStream digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            for (String name : names) {
                digest.write(name.getBytes(StandardCharsets.UTF_8));
                try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                    left -= Bounded.copy(in, digest, left);
                }
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (Bounded.TooMuch e) {
            return "too much to compare";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
