package org.mutoscope.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.wire.Fields;

/** Whole packages with the real ONNX Runtime: each fault is named, and the others go on. */
class ModelShelfTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 1, 0, 0, List.of()));

    @TempDir
    Path temporary;

    private final List<String> offers = new ArrayList<>();
    private final Map<String, String> problems = new TreeMap<>();

    @Test
    void faultsAreNamedAndLeaveOthersAlone() throws Exception {
        spoil("a-junk-graph", "junk", "/graphs/denoiser", "denoiser.onnx");
        spoil("b-junk-words", "[1", "/files/vocabulary", "vocabulary.json");
        spoil("c-two-slots", "{\"slots\":[1,2],\"words\":{}}", "/files/vocabulary", "vocabulary.json");
        spoil(
                "d-bad-slot",
                "{\"slots\":[1,2,3,4],\"words\":{\"cat\":{\"slot\":9,\"id\":1}}}",
                "/files/vocabulary",
                "vocabulary.json");
        change("e-pipeline", json -> json.put("pipeline", "svd"));
        change("f-task", json -> json.putArray("tasks").add("edit"));
        change("g-sampler", json -> ((ObjectNode) json.get("sampler")).put("type", "heun"));
        change("h-no-graph", json -> json.putObject("graphs"));
        change("i-no-words", json -> json.remove("files"));
        change("j-other-inputs", json -> ((ObjectNode) json.at("/graphs/denoiser"))
                .putArray("inputs")
                .add("x"));
        change("k-good", json -> json.put("id", "good"));
        change("l-twin", json -> json.put("id", "good"));
        Files.createDirectories(temporary.resolve("m-empty"));
        Files.createDirectories(temporary.resolve(".hidden"));
        Files.writeString(temporary.resolve("README"), "not a package");

        load(temporary, TestPackages.made(""), Path.of("does", "not", "exist"));

        assertEquals(List.of("good", "tiny-good"), offers);
        assertEquals(
                new TreeMap<>(Map.ofEntries(
                        Map.entry("a-junk-graph", "model_graph_unreadable"),
                        Map.entry("b-junk-words", "model_vocabulary_invalid"),
                        Map.entry("c-two-slots", "model_vocabulary_invalid"),
                        Map.entry("d-bad-slot", "model_vocabulary_invalid"),
                        Map.entry("e-pipeline", "model_pipeline_unknown"),
                        Map.entry("f-task", "model_task_unknown"),
                        Map.entry("g-sampler", "model_sampler_unknown"),
                        Map.entry("h-no-graph", "model_graph_missing"),
                        Map.entry("i-no-words", "model_file_missing"),
                        Map.entry("j-other-inputs", "model_graph_inputs"),
                        Map.entry("l-twin", "model_id_taken"),
                        Map.entry("m-empty", "model_json_missing"),
                        Map.entry("tiny-four-channels", "model_graph_inputs"),
                        Map.entry("tiny-renamed-input", "model_graph_inputs"))),
                problems);
    }

    @Test
    void packagesOfTheModelToolsAreJudgedRight() throws Exception {
        load(Path.of("src", "test", "resources", "models"));
        assertEquals(List.of("test-nan", "test-tiny"), offers);
        assertEquals(Map.of("wrong-inputs", "model_graph_inputs"), problems);
    }

    @Test
    void modelsAreSwappedInMemory() throws Exception {
        change("one", json -> json.put("id", "one"));
        change("two", json -> json.put("id", "two"));
        try (ModelShelf shelf = load(temporary)) {
            assertEquals(shelf.model("one"), shelf.model("one"));
            assertEquals(true, shelf.model("two").vocabulary().isPresent());
            assertEquals(
                    "model_not_found",
                    assertThrows(RenderProblem.class, () -> shelf.model("three"))
                            .code());
            Files.delete(temporary.resolve("one").resolve("denoiser.onnx"));
            assertEquals(
                    "model_graph_unreadable",
                    assertThrows(RenderProblem.class, () -> shelf.model("one")).code());
            assertEquals(true, shelf.model("two").vocabulary().isPresent());
        }
    }

    private ModelShelf load(Path... roots) throws IOException {
        ModelShelf shelf = new ModelShelf(RUNTIME);
        shelf.load(List.of(roots), new ModelShelf.Listener() {
            @Override
            public void offer(Fields fields) {
                offers.add(fields.all().get("id"));
            }

            @Override
            public void problem(Path folder, PackageProblem problem) {
                problems.put(folder.getFileName().toString(), problem.code());
            }
        });
        return shelf;
    }

    private void change(String name, Consumer<ObjectNode> change) throws IOException {
        TestPackages.changed(temporary.resolve(name), json -> {
            json.put("id", name);
            change.accept(json);
        });
    }

    /** Gives a file other content, with the digest that belongs to it. */
    private void spoil(String name, String content, String pointer, String file) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        change(
                name,
                json -> ((ObjectNode) json.at(pointer)).put("sha256", digest).put("bytes", bytes.length));
        Files.write(temporary.resolve(name).resolve(file), bytes);
    }
}
