package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A set of native libraries: which files of which artifacts, with digests. The list is {@code natives.json}. */
final class NativeSet {
    /** Where artifacts come from unless the operator names another place. */
    static final String CENTRAL = "https://repo.maven.apache.org/maven2";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final JsonNode facts;

    NativeSet(String name, JsonNode facts) {
        this.name = name;
        this.facts = facts;
    }

    static List<NativeSet> all() throws IOException {
        List<NativeSet> all = new ArrayList<>();
        try (InputStream in = NativeSet.class.getResourceAsStream("natives.json")) {
            for (Map.Entry<String, JsonNode> set :
                    new ObjectMapper().readTree(in).properties()) {
                all.add(new NativeSet(set.getKey(), set.getValue()));
            }
        }
        return all;
    }

    static NativeSet named(String name) throws IOException {
        List<NativeSet> all = all();
        return all.stream()
                .filter(set -> set.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        Failure.USAGE,
                        "there is no set " + name + "; there are "
                                + String.join(
                                        ", ", all.stream().map(NativeSet::name).toList())));
    }

    String name() {
        return name;
    }

    String title() {
        return facts.path("title").asText();
    }

    /** {@code cpu} or {@code cuda}. */
    String device() {
        return facts.path("device").asText();
    }

    /** How much is fetched. */
    long bytes() {
        long all = 0;
        for (JsonNode artifact : facts.path("artifacts")) {
            all += artifact.path("bytes").asLong();
        }
        return all;
    }

    Path folder(Path data) {
        return data.resolve("natives").resolve(name);
    }

    /** Fetches and unpacks it; the folder appears whole or not at all. @param say hears what is being done */
    Path install(Path data, String repository, Consumer<String> say) throws IOException {
        Path target = folder(data);
        if (Files.isDirectory(target)) {
            say.accept(name + " is installed already");
            return target;
        }
        Repository from = new Repository(repository, PATIENCE);
        Files.createDirectories(target.getParent());
        Path staging = Files.createTempDirectory(target.getParent(), ".install-");
        try {
            Path whole = Files.createDirectory(staging.resolve("whole"));
            for (JsonNode artifact : facts.path("artifacts")) {
                Path jar = staging.resolve("artifact.jar");
                say.accept("fetching " + artifact.path("path").asText() + " ("
                        + artifact.path("bytes").asLong() / 1_000_000 + " MB) ...");
                from.fetch(
                        artifact.path("path").asText(), artifact.path("bytes").asLong(), jar);
                require(artifact, jar);
                unpack(jar, artifact.path("files"), whole);
                Files.delete(jar);
            }
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } finally {
            Trees.delete(staging);
        }
    }

    private static void require(JsonNode artifact, Path jar) throws IOException {
        String digest = Digests.sha256(jar);
        if (!digest.equals(artifact.path("sha256").asText())) {
            throw new Failure(
                    Failure.REFUSED,
                    artifact.path("path").asText() + " is not the file that was tested: its SHA-256 is " + digest
                            + " instead of " + artifact.path("sha256").asText() + "; nothing was installed");
        }
    }

    /** @param files entry of the jar to the name it gets */
    private static void unpack(Path jar, JsonNode files, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Map.Entry<String, JsonNode> file : files.properties()) {
                ZipEntry entry = zip.getEntry(file.getKey());
                if (entry == null) {
                    throw new Failure(
                            Failure.REFUSED,
                            "the artifact holds no " + file.getKey() + "; nothing was installed, update Mutoscope");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, folder.resolve(file.getValue().asText()));
                }
            }
        }
    }
}
