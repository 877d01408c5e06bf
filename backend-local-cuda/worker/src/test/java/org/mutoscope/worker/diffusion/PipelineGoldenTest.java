package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.wire.Fields;

/** Every pipeline against the Python pipeline it follows: same weights, same noise, same latents after every step, same frames. */
class PipelineGoldenTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 2, 0, 0, List.of()));
    private static final Path PACKAGES =
            Path.of(System.getProperty("mutoscope.goldens", "src/test/resources/diffusion"));

    /** All folders {@code FAMILY/golden*}. */
    static Stream<Path> goldens() throws Exception {
        List<Path> goldens = new ArrayList<>();
        try (DirectoryStream<Path> families = Files.newDirectoryStream(PACKAGES, Files::isDirectory)) {
            for (Path family : families) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(family, "golden*")) {
                    folders.forEach(goldens::add);
                }
            }
        }
        return goldens.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void computesWhatPythonComputed(Path folder) throws Exception {
        Golden golden = Golden.read(folder);
        Set<Integer> steps = new TreeSet<>();
        Instruments instruments = new Instruments(golden, (window, step, latents) -> {
            golden.checkLatents(String.format("latents_%02d", step), latents);
            steps.add(step);
        });
        FilmSink sink = new FilmSink();
        try (DiffusionModel model = DiffusionModel.open(ModelPackage.read(folder.getParent()), RUNTIME);
                Cancellation never = new Cancellation()) {
            int frames = golden.setting("frames").asInt();
            Fields facts = model.render(order(golden), frames, new Take.Studio(sink, never, instruments));
            assertEquals(frames, facts.number("frames"));
            assertEquals(64, facts.text("latents_sha256").length());
        }
        golden.checkFrames(sink.frames());
        assertEquals(golden.setting("steps").asInt(), steps.size());
        assertTrue(sink.phases().containsAll(Set.of("text", "denoise", "decode", "encode")), sink.phases().toString());
        assertEquals(1.0, sink.fraction());
    }

    private static RenderOrder order(Golden golden) {
        Map<String, String> options = new HashMap<>();
        for (String name : List.of(Wishes.STEPS, Wishes.GUIDANCE, Wishes.NEGATIVE_PROMPT)) {
            if (golden.setting(name).isValueNode() && golden.setting("options").path(name).asBoolean(true)) {
                options.put(name, golden.setting(name).asText());
            }
        }
        Optional<Path> image = golden.has("image") ? Optional.of(golden.file("image")) : Optional.empty();
        String task = golden.setting("task").asText(image.isPresent() ? Material.IMAGE : Material.TEXT);
        Material material = new Material(task, image, Optional.empty(), Optional.empty(), 0, 0.7);
        return new RenderOrder("golden", golden.setting("prompt").asText(), golden.size(), 1, 1, material, options);
    }
}
