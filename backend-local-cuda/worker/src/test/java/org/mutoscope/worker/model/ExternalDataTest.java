package org.mutoscope.worker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.TestPackages;

/** Weights beside a graph, in graphs written byte by byte. */
class ExternalDataTest {
    @TempDir
    Path temporary;

    @Test
    void findsThemWhereverTensorsCanBe() throws Exception {
        byte[] inner = field(1, field(5, field(5, tensor("in-an-attribute"))));
        byte[] subgraph = field(1, field(5, field(6, field(5, tensor("in-a-subgraph")))));
        byte[] sparse = field(15, field(1, tensor("in-a-sparse-one")));
        byte[] graph = field(7, join(field(5, tensor("weights.bin")), inner, subgraph, sparse));
        byte[] function = field(25, field(7, field(5, field(5, tensor("in-a-function")))));
        byte[] plain = field(7, field(5, join(field(8, text("name")), field(9, new byte[300]))));
        Path file = Files.write(temporary.resolve("m.onnx"), join(field(2, text("maker")), graph, function, plain));
        assertEquals(
                Set.of("weights.bin", "in-an-attribute", "in-a-subgraph", "in-a-sparse-one", "in-a-function"),
                ExternalData.of("m.onnx", file));
    }

    @Test
    void whatIsNoGraphIsNamed() throws Exception {
        byte[] whole = field(7, field(5, tensor("weights.bin")));
        for (int length = 1; length < whole.length; length++) {
            Path file = Files.write(temporary.resolve("m.onnx"), java.util.Arrays.copyOf(whole, length));
            PackageProblem problem = assertThrows(PackageProblem.class, () -> ExternalData.of("m.onnx", file));
            assertEquals("model_graph_unreadable", problem.code());
        }
        byte[] deep = {};
        for (int i = 0; i < 100; i++) {
            deep = field(1, field(5, field(6, deep)));
        }
        Path file = Files.write(temporary.resolve("m.onnx"), field(7, deep));
        assertThrows(PackageProblem.class, () -> ExternalData.of("m.onnx", file));
    }

    @Test
    void listedOnesAreTaken() throws Exception {
        assertEquals("tiny-good", read("weights.bin", "weights.bin").manifest().id());
        assertEquals(
                "tiny-good", read("./weights.bin", "weights.bin").manifest().id());
        assertEquals(
                "tiny-good",
                read("one/weights.bin", "one/weights.bin").manifest().id());
    }

    /** ONNX Runtime would open them, whatever they hold. */
    @ParameterizedTest
    @ValueSource(strings = {"other.bin", "one/two/weights.bin", "../weights.bin", "/etc/passwd", "", "one"})
    void othersAreRefused(String location) {
        PackageProblem problem = assertThrows(PackageProblem.class, () -> read(location, "weights.bin"));
        assertEquals("model_external_unlisted", problem.code());
        assertTrue(problem.getMessage().contains('"' + location + '"'), problem.getMessage());
    }

    private ModelPackage read(String location, String listed) throws Exception {
        byte[] graph = field(7, field(5, tensor(location)));
        byte[] weights = {1, 2, 3};
        Path folder = Files.createTempDirectory(temporary, "package");
        TestPackages.changed(folder, json -> {
            ObjectNode denoiser = (ObjectNode) json.at("/graphs/denoiser");
            describe(denoiser, graph);
            ArrayNode external = denoiser.putArray("external");
            describe(external.addObject().put("file", listed), weights);
        });
        Files.write(folder.resolve("denoiser.onnx"), graph);
        Files.createDirectories(folder.resolve(listed).getParent());
        Files.write(folder.resolve(listed), weights);
        return ModelPackage.read(folder);
    }

    private static void describe(ObjectNode entry, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            entry.put("bytes", content.length).put("sha256", HexFormat.of().formatHex(digest));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tensor(String location) {
        byte[] where = join(field(1, text("location")), field(2, text(location)));
        byte[] offset = join(field(1, text("offset")), field(2, text("0")));
        return join(field(8, text("w")), field(13, where), field(13, offset));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A field of bytes: tag, length, content. */
    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, number << 3 | 2);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        for (; rest > 127; rest >>>= 7) {
            out.write(rest & 127 | 128);
        }
        out.write(rest);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
