package org.mutoscope.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** Whole packages with the real ONNX Runtime: each fault is named, and the others go on. */
class ModelShelfTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 1, 0, 0, List.of()));

    private static final Path DIFFUSION = Path.of("src", "test", "resources", "diffusion");

    @TempDir
    Path temporary;

    private final List<String> offers = new ArrayList<>();
    private final Map<String, String> problems = new TreeMap<>();
    private int signs;

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
        assertEquals(List.of("test-layers", "test-nan", "test-tiny"), offers);
        assertEquals(
                Map.of(
                        "wrong-inputs", "model_graph_inputs",
                        "layers-wrong-inputs", "model_graph_inputs",
                        "layers-nan", "model_output_not_finite"),
                problems);
    }

    @Test
    void modelsAreSwappedInMemory() throws Exception {
        change("one", json -> json.put("id", "one"));
        change("two", json -> json.put("id", "two"));
        try (ModelShelf shelf = load(temporary)) {
            assertEquals(model(shelf, "one"), model(shelf, "one"));
            assertEquals(true, model(shelf, "two").vocabulary().isPresent());
            assertEquals(
                    "model_not_found",
                    assertThrows(RenderProblem.class, () -> model(shelf, "three"))
                            .code());
            Files.delete(temporary.resolve("one").resolve("denoiser.onnx"));
            assertEquals(
                    "model_file_changed",
                    assertThrows(RenderProblem.class, () -> model(shelf, "one")).code());
            assertEquals(true, model(shelf, "two").vocabulary().isPresent());
        }
    }

    /** What is loaded is what was checked, although it was on the shelf for long. */
    @Test
    void filesThatWereWrittenMeanwhileAreCheckedAgain() throws Exception {
        change("one", json -> json.put("id", "one"));
        change("two", json -> json.put("id", "two"));
        Path graph = temporary.resolve("two").resolve("denoiser.onnx");
        byte[] content = Files.readAllBytes(graph);
        try (ModelShelf shelf = load(temporary)) {
            Files.write(graph, content);
            model(shelf, "two");
            model(shelf, "one");
            content[content.length / 2]++;
            Files.write(graph, content);
            RenderProblem problem = assertThrows(RenderProblem.class, () -> model(shelf, "two"));
            assertEquals("model_file_changed", problem.code());
            assertEquals(RenderProblem.Kind.PASSING, problem.kind());
            content[content.length / 2]--;
            Files.write(graph, content);
            model(shelf, "two");
        }
    }

    /** Loading can take minutes: the platform hears of each graph, and a cancel is heard between two of them. */
    @Test
    void loadingIsSeenAndCanBeCancelled() throws Exception {
        try (ModelShelf shelf = load(Path.of("src", "test", "resources", "models"), DIFFUSION)) {
            model(shelf, "test-tiny");
            Phases seen = new Phases();
            try (Cancellation cancellation = new Cancellation()) {
                Phases cancelling = new Phases() {
                    @Override
                    public void progress(double fraction, String phase) {
                        super.progress(fraction, phase);
                        if (heard.size() == 2) {
                            cancellation.cancel();
                        }
                    }
                };
                RenderProblem problem =
                        assertThrows(RenderProblem.class, () -> shelf.model("test-svd", cancelling, cancellation));
                assertEquals("cancelled", problem.code());
                assertEquals(List.of("open", "open"), cancelling.heard);
            }
            try (Cancellation never = new Cancellation()) {
                shelf.model("test-svd", seen, never);
                assertEquals(List.of("open", "open", "open", "open"), seen.heard);
                shelf.model("test-svd", seen, never);
                assertEquals(4, seen.heard.size());
            }
        }
    }

    /** A worker has to be ready soon; whoever verifies a package has time. */
    @Test
    void graphsOfLargePackagesAreOpenedForThoseWhoHaveTime() throws Exception {
        spoil("junk", "junk-but-with-a-digest", "/graphs/denoiser", "denoiser.onnx");
        change("wrong", json -> ((ObjectNode) json.at("/graphs/denoiser"))
                .putArray("inputs")
                .add("x"));
        change("good", json -> {});
        load(new ModelShelf(RUNTIME, 0, false), temporary);
        assertEquals(List.of("good", "wrong"), offers);
        offers.clear();
        problems.clear();
        load(new ModelShelf(RUNTIME, 0, true), temporary);
        assertEquals(List.of("good"), offers);
        assertEquals(Map.of("junk", "model_graph_unreadable", "wrong", "model_graph_inputs"), problems);
        assertTrue(signs > 0, "nobody heard that graphs are opened");
    }

    /** Keeps what is said about progress. */
    private static class Phases implements RenderSink {
        final List<String> heard = new ArrayList<>();

        @Override
        public void progress(double fraction, String phase) {
            heard.add(phase);
        }

        @Override
        public void frame(int index, ByteBuffer rgb) {
            throw new IllegalStateException("nothing is rendered here");
        }
    }

    private static OpenModel model(ModelShelf shelf, String id) throws Exception {
        try (Cancellation never = new Cancellation()) {
            return shelf.model(id, new Phases(), never);
        }
    }

    private ModelShelf load(Path... roots) throws IOException {
        return load(new ModelShelf(RUNTIME), roots);
    }

    private ModelShelf load(ModelShelf shelf, Path... roots) throws IOException {
        shelf.load(List.of(roots), new ModelShelf.Listener() {
            @Override
            public void offer(Fields fields) {
                offers.add(fields.all().get("id"));
            }

            @Override
            public void alive() {
                signs++;
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
