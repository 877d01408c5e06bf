package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeSetTest {
    @TempDir
    Path place;

    private final List<String> said = new ArrayList<>();
    private Path repository;
    private Path data;
    private ObjectNode artifact;
    private NativeSet set;

    @BeforeEach
    void repository() throws IOException {
        repository = Files.createDirectories(place.resolve("repository"));
        data = place.resolve("data");
        Path jar = repository.resolve("a.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("deep/lib.so.1"));
            zip.write("a library".getBytes());
        }
        ObjectNode facts = new ObjectMapper().createObjectNode();
        artifact = facts.putArray("artifacts").addObject();
        artifact.put("path", "a.jar").put("bytes", Files.size(jar)).put("sha256", Digests.sha256(jar));
        artifact.putObject("files").put("deep/lib.so.1", "lib.so");
        set = new NativeSet("toy", facts);
    }

    private Failure refused() throws IOException {
        Failure failure = assertThrows(Failure.class, () -> set.install(data, repository.toString(), said::add));
        assertFalse(Files.exists(set.folder(data)), "a part of it is installed");
        try (Stream<Path> left = Files.list(data.resolve("natives"))) {
            assertEquals(List.of(), left.toList(), "it leaves something behind");
        }
        return failure;
    }

    @Test
    void aSetIsInstalledOnceAndWhole() throws IOException {
        Path folder = set.install(data, repository.toString(), said::add);
        assertEquals("a library", Files.readString(folder.resolve("lib.so")));
        Files.delete(repository.resolve("a.jar"));
        set.install(data, repository.toString(), said::add);
        assertEquals("toy is installed already", said.get(said.size() - 1));
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        artifact.put("sha256", "0".repeat(64));
        assertTrue(refused().getMessage().contains("is not the file that was tested: its SHA-256 is "));
        artifact.put("bytes", 7);
        assertTrue(refused().getMessage().contains("is longer than the 7 bytes"));
    }

    @Test
    void anArtifactWithoutTheLibraryIsRefused() throws IOException {
        ((ObjectNode) artifact.path("files")).put("other.so", "other.so");
        assertTrue(refused().getMessage().contains("holds no other.so"));
    }

    @Test
    void aRepositoryThatIsNotThereIsNamed() throws IOException {
        repository = place.resolve("elsewhere");
        assertEquals(Failure.UNAVAILABLE, refused().exitCode());
    }

    @Test
    void aSetThatThereIsNotIsNamed() {
        Failure failure = assertThrows(Failure.class, () -> NativeSet.named("../cpu"));
        assertEquals(Failure.USAGE, failure.exitCode());
        assertTrue(failure.getMessage().contains("there are cpu, cuda13, cuda12"), failure.getMessage());
    }

    @Test
    void whatIsShippedNamesEveryFileExactly() throws IOException {
        try (InputStream in = NativeSet.class.getResourceAsStream("natives.json")) {
            for (JsonNode shipped : new ObjectMapper().readTree(in)) {
                assertTrue(shipped.path("artifacts").size() > 0);
                for (JsonNode one : shipped.path("artifacts")) {
                    assertTrue(one.path("sha256").asText().matches("[0-9a-f]{64}"), one.toString());
                    assertTrue(one.path("bytes").asLong() > 1_000_000, one.toString());
                    one.path("files")
                            .forEach(name -> assertTrue(name.asText().matches("[a-z0-9_]+\\.so"), name.asText()));
                }
            }
        }
    }
}
