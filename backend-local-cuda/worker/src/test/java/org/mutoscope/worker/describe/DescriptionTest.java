package org.mutoscope.worker.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;

/** Folders without model.json. */
class DescriptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PACKAGES = Path.of("src/test/resources/diffusion");
    private static final Map<String, String> NAMED = Map.of("id", "mine", "licence", "Apache-2.0");

    @TempDir
    Path temporary;

    /** The exporter's own model.json is the measure: what is said here is what no file of the folder says. */
    @ParameterizedTest
    @CsvSource({
        "svd, svd, latent.spatial window.frames sampling.steps",
        "wan, wan, latent.spatial window.frames window.overlap sampling.steps sampling.prompt_tokens",
        "wan-i2v, wan, latent.spatial window.frames window.overlap sampling.steps",
        "animatediff, animatediff, latent.spatial window.frames window.overlap sampling.steps",
        "ltx, ltx, latent.spatial latent.temporal window.frames sampling.steps sampling.prompt_tokens"
    })
    void ourOwnPackagesAreDescribedAsTheirExporterDid(String name, String pipeline, String unknown) throws Exception {
        Path folder = copy(name);
        ObjectNode wanted =
                (ObjectNode) JSON.readTree(folder.resolve("model.json").toFile());
        Files.delete(folder.resolve("model.json"));
        Map<String, String> settings = new HashMap<>(Map.of("pipeline", pipeline));
        Stream.concat(
                        Stream.of("id", "licence", "name", "version", "frames_per_second", "seconds", "render_sizes"),
                        Stream.of(unknown.split(" ")))
                .forEach(key -> {
                    JsonNode value = wanted.at("/" + key.replace('.', '/'));
                    settings.put(key, value.isTextual() ? value.asText() : value.toString());
                });
        Describe.folder(folder, settings);
        JsonNode found = JSON.readTree(folder.resolve("model.json").toFile());
        for (String same :
                List.of("format", "pipeline", "tasks", "window", "latent", "sampling", "graphs", "seconds")) {
            assertEquals(text(wanted.get(same)), text(found.get(same)), same);
        }
        for (String file : List.of("scheduler", "tokenizer")) {
            assertEquals(wanted.at("/files/" + file), found.at("/files/" + file), file);
        }
        assertEquals("mine", described(folder, "mine"));
    }

    /** 3 and 3.0 are the same here. */
    private static Object text(JsonNode node) throws IOException {
        return node.isObject() || node.isArray()
                ? JSON.readTree(node.toString().replaceAll("(\\d)\\.0(?=[,}\\]])", "$1"))
                : node;
    }

    private static String described(Path folder, String id) throws Exception {
        Files.delete(folder.resolve("model.json"));
        // Without what is special about small packages, a folder still becomes a manifest that can be read.
        Map<String, String> settings = new HashMap<>(NAMED);
        settings.put("id", id);
        settings.put("pipeline", folder.getFileName().toString().split("-")[0]);
        settings.put("window.frames", "17");
        Describe.folder(folder, settings);
        return ModelPackage.read(folder).manifest().id();
    }

    @Test
    void everythingThatIsMissingIsAskedForAtOnce() throws Exception {
        Path folder = copy("svd");
        Files.delete(folder.resolve("model.json"));
        Files.delete(folder.resolve("scheduler/scheduler_config.json"));
        PackageProblem problem = refused(folder, Map.of("pipeline", "svd"), "model_import_incomplete");
        for (String part :
                List.of("(1) ", "--id", "--licence", "--set window.frames", "scheduler_config.json", "(4) ")) {
            assertTrue(problem.getMessage().contains(part), problem.getMessage());
        }
        assertFalse(Files.exists(folder.resolve("model.json")));
    }

    @Test
    void aFamilyIsTakenFromModelIndexOrAskedFor() throws Exception {
        Path folder = copy("animatediff");
        Files.delete(folder.resolve("model.json"));
        refused(folder, NAMED, "model_import_pipeline");
        refused(folder, Map.of("pipeline", "sora"), "model_import_pipeline");
        Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\": \"CogVideoXPipeline\"}");
        assertTrue(refused(folder, NAMED, "model_import_pipeline").getMessage().contains("CogVideoXPipeline"));
        Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\": \"AnimateDiffPipeline\"}");
        Describe.folder(folder, NAMED);
        assertEquals("animatediff", ModelPackage.read(folder).manifest().pipeline());
    }

    @Test
    void aTensorWithoutANameOfOursIsAskedFor() throws Exception {
        Path folder = copy("animatediff");
        Files.delete(folder.resolve("model.json"));
        // An encoder in the place of the denoiser: none of what it gives is a denoiser's answer.
        Files.copy(
                PACKAGES.resolve("wan/vae_encoder_first/model.onnx"),
                folder.resolve("unet/model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        Map<String, String> settings = new HashMap<>(NAMED);
        settings.put("pipeline", "animatediff");
        String asked = refused(folder, settings, "model_import_incomplete").getMessage();
        assertTrue(asked.contains("--set graphs.unet.outputs.out_sample=OUTPUT"), asked);
        settings.put("graphs.unet.outputs.out_sample", "latent");
        Describe.folder(folder, settings);
        assertEquals(
                "latent",
                JSON.readTree(folder.resolve("model.json").toFile())
                        .at("/graphs/unet/outputs/out_sample")
                        .asText());
    }

    @Test
    void whatIsNoGraphIsNamed() throws Exception {
        Path folder = copy("animatediff");
        Files.delete(folder.resolve("model.json"));
        Map<String, String> settings = new HashMap<>(NAMED);
        settings.put("pipeline", "animatediff");
        Path graph = folder.resolve("unet/model.onnx");
        byte[] bytes = Files.readAllBytes(graph);
        for (byte[] wrong : List.of(
                new byte[0],
                "version https://git-lfs.github.com/spec/v1\n".getBytes(),
                Arrays.copyOf(bytes, bytes.length / 2))) {
            Files.write(graph, wrong);
            assertTrue(refused(folder, settings, "model_graph_unreadable")
                    .getMessage()
                    .contains("unet/model.onnx"));
        }
        Files.delete(graph);
        Files.delete(folder.resolve("vae_decoder/model.onnx"));
        assertTrue(refused(folder, settings, "model_import_incomplete")
                .getMessage()
                .contains("vae_decoder"));
    }

    private static PackageProblem refused(Path folder, Map<String, String> settings, String code) {
        PackageProblem problem = assertThrows(PackageProblem.class, () -> Describe.folder(folder, settings));
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }

    private Path copy(String name) throws IOException {
        Path from = PACKAGES.resolve(name);
        Path into = temporary.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("golden"))
                    .toList()) {
                Path target = into.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return into;
    }
}
