package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What somebody who helps from afar needs to see, in one file, without what is nobody's business. Works also when no platform runs: that is when it is needed. */
@Command(
        name = "support-bundle",
        description = {
            "collects versions, plugins, backends, findings of doctor and config check, metrics, configuration and logs in a zip;",
            "without secrets, keys and prompts: texts of the configuration are left out, everything is searched for secrets"
        })
final class SupportBundleCommand extends Local {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final int LAST_BYTES = 2 << 20;
    private static final Map<String, String> ASKED = Map.of(
            "health.json", "/health",
            "doctor.json", "/api/v1/admin/doctor",
            "plugins.json", "/api/v1/admin/plugins",
            "backends.json", "/api/v1/admin/backends",
            "models.json", "/api/v1/models",
            "quota.json", "/api/v1/quota",
            "upstream.json", "/api/v1/upstream");

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            description = "configuration files (default: conf/ of the distribution)")
    private Path conf;

    @Option(names = "--out", paramLabel = "FILE", description = "where to (default: mutoscope-support-TIME.zip here)")
    private Path target;

    private final Map<String, String> files = new LinkedHashMap<>();
    private final StringBuilder missing = new StringBuilder();

    /** Gives a text that may not be there. */
    private interface Looking {
        String look() throws IOException;
    }

    @Override
    JsonNode run() throws IOException {
        Path folder = ConfigCommand.conf(conf);
        Redaction redaction = Redaction.of(folder, data());
        redaction.unknown().forEach(setting -> missing.append("The secret of ")
                .append(setting)
                .append(" is not known to this user and was not searched for: look through the logs.\n"));
        take("machine.txt", this::machine);
        take("bundles.lock", () -> Files.readString(Program.home().resolve("bundles.lock")));
        take("config-check.json", () -> withoutSentences(ConfigCommand.Check.findings(folder, data(), false)));
        for (Path file : Trees.files(folder, ".cfg")) {
            take("conf/" + file.getFileName(), () -> Redaction.configuration(file));
            files.remove("conf/" + file.getFileName(), ""); // everything at its default
        }
        for (Path log : Trees.files(data().resolve("logs"), ".log")) {
            take("logs/" + log.getFileName(), () -> last(log));
        }
        Optional<Api> platform = platform();
        if (platform.isEmpty()) {
            missing.append("No platform runs on ").append(data()).append(", so there is nothing that only it knows.\n");
        } else {
            ASKED.forEach(
                    (name, path) -> take(name, () -> Api.pretty(platform.get().get(path))));
            take("metrics.txt", () -> platform.get().text("/metrics"));
        }
        return written(redaction);
    }

    /** Something that cannot be had is named, and the rest is collected all the same. */
    private void take(String name, Looking looking) {
        try {
            files.put(name, looking.look());
        } catch (IOException | Failure e) {
            missing.append(name).append(": ").append(e.getMessage()).append('\n');
        }
    }

    private String machine() throws IOException {
        Runtime machine = Runtime.getRuntime();
        List<String> lines = List.of(
                "Mutoscope " + Main.VERSION,
                "Java " + System.getProperty("java.runtime.version") + " of " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                machine.availableProcessors() + " processors",
                "disk of the data: " + (Files.getFileStore(existing(data())).getUsableSpace() >> 20) + " MiB free",
                "now " + ZonedDateTime.now(ZoneOffset.UTC));
        return String.join("\n", lines) + "\n";
    }

    private static Path existing(Path folder) {
        Path at = folder;
        while (!Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }

    /** The sentences show values as they stand in the files. */
    private static String withoutSentences(ObjectNode findings) {
        findings.path("problems").forEach(problem -> ((ObjectNode) problem).remove("sentence"));
        findings.remove("warnings");
        return Api.pretty(findings);
    }

    private static String last(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - LAST_BYTES);
            byte[] bytes = new byte[(int) Math.min(LAST_BYTES, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            // half a line could be half a secret, which nobody would know again
            return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
        }
    }

    private JsonNode written(Redaction redaction) throws IOException {
        files.put("missing.txt", missing.toString());
        Path file = (target == null
                        ? Path.of("mutoscope-support-" + STAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + ".zip")
                        : target)
                .toAbsolutePath();
        Path part = Files.createTempFile(file.getParent(), ".support-", ".part");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
                for (Map.Entry<String, String> entry : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(redaction.text(entry.getValue()).getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
            Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        ObjectNode answer = Api.object().put("path", file.toString()).put("bytes", Files.size(file));
        files.keySet().forEach(answer.putArray("files")::add);
        return answer;
    }

    @Override
    void tell(JsonNode answer) {
        out().println(answer.path("path").asText() + "  ("
                + answer.path("bytes").asText() + " bytes, "
                + answer.path("files").size() + " files)");
        out().println("read it before you give it away: what your own bundles log is not known here");
        if (!missing.isEmpty()) {
            err().print(missing);
            err().flush();
        }
    }
}
