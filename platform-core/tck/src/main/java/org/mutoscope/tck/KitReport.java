package org.mutoscope.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Writes what passed, failed and was not declared, and why it was not, for machines ({@code .json}) and people ({@code .txt}). */
final class KitReport implements TestWatcher, AfterAllCallback {
    /** Names the file; {@code target/mutoscope-tck.json} without it. */
    static final String PROPERTY = "mutoscope.tck.report";

    private static final String NOT_DECLARED = "not declared";

    private final Map<String, String> results = new TreeMap<>();
    private final Map<String, String> reasons = new TreeMap<>();

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, "passed");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, "failed");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        undeclared(context, cause.getMessage());
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        undeclared(context, reason.orElse(null));
    }

    /** @param reason as JUnit tells it: {@code Assumption failed: not declared: it asks no store} */
    private void undeclared(ExtensionContext context, String reason) {
        String text = reason == null ? "" : reason.replaceFirst("^(Assumption failed: )?(not declared: )?", "");
        String name = context.getRequiredTestMethod().getName();
        reasons.put(name, text.isBlank() ? "it was disabled" : text);
        note(context, NOT_DECLARED);
    }

    private void note(ExtensionContext context, String result) {
        results.put(context.getRequiredTestMethod().getName(), result);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Path json = Path.of(System.getProperty(PROPERTY, "target/mutoscope-tck.json"));
        Files.createDirectories(json.toAbsolutePath().getParent());
        Suite suite = (Suite) context.getRequiredTestInstance();
        Optional<BundleFile> bundle = suite.candidate().map(BundleFile::new);
        Files.writeString(json, json(suite, bundle));
        String name = json.getFileName().toString().replaceFirst("\\.json$", "") + ".txt";
        Files.writeString(json.resolveSibling(name), text(suite.subject()));
    }

    private long count(String result) {
        return results.values().stream().filter(result::equals).count();
    }

    private String text(String subject) {
        StringBuilder text = new StringBuilder();
        results.forEach((name, result) -> text.append(String.format(
                "%-34s %s%n", name, reasons.containsKey(name) ? result + ": " + reasons.get(name) : result)));
        return text + subject + " contracts of mutoscope-tck " + version() + ": " + count("passed") + " passed, "
                + count("failed") + " failed, " + count(NOT_DECLARED) + " not declared" + System.lineSeparator();
    }

    private String json(Suite suite, Optional<BundleFile> bundle) throws IOException {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"kit\": \"mutoscope-tck\",\n  \"kit_version\": \"")
                .append(version())
                .append("\",\n");
        json.append("  \"suite\": \"").append(suite.subject()).append("\",\n");
        if (bundle.isPresent()) {
            json.append("  \"bundle\": \"")
                    .append(bundle.get()
                            .header("Bundle-SymbolicName")
                            .split(";")[0]
                            .trim())
                    .append("\",\n");
            json.append("  \"bundle_version\": \"")
                    .append(bundle.get().header("Bundle-Version"))
                    .append("\",\n");
            json.append("  \"cycles\": ").append(suite.cycles()).append(",\n");
            json.append("  \"classes\": \"").append(classes(bundle.get())).append("\",\n");
        }
        json.append("  \"date\": \"").append(LocalDate.now(ZoneOffset.UTC)).append("\",\n");
        json.append("  \"passed\": ").append(count("passed")).append(",\n");
        json.append("  \"failed\": ").append(count("failed")).append(",\n");
        json.append("  \"not_declared\": ").append(count(NOT_DECLARED)).append(",\n");
        json.append("  \"contracts\": ").append(object(results)).append(",\n");
        return json.append("  \"not_declared_because\": ")
                .append(object(reasons))
                .append("\n}\n")
                .toString();
    }

    private static String object(Map<String, String> values) {
        StringJoiner object = new StringJoiner(",\n", "{\n", "\n  }").setEmptyValue("{}");
        values.forEach((name, value) -> object.add("    \"" + name + "\": \"" + escaped(value) + '"'));
        return object.toString();
    }

    /** Reasons are a partner's words. */
    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** SHA-256 over name and bytes of all classes, in the order of their names: says which code was tested. */
    private static String classes(BundleFile bundle) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, byte[]> type : bundle.contents(".*\\.class").entrySet()) {
                digest.update(type.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(type.getValue());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String version() {
        try (InputStream in = KitReport.class.getResourceAsStream("kit.properties")) {
            Properties kit = new Properties();
            kit.load(in);
            return kit.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
