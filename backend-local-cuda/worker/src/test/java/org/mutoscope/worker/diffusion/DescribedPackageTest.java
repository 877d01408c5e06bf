package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.worker.describe.Describe;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;

/** A folder as optimum writes it, imported without model.json, draws what the pipeline in Python drew. */
class DescribedPackageTest {
    @TempDir
    Path temporary;

    @Test
    void anOptimumFolderDrawsTheGolden() throws Exception {
        Path folder = DiffusionPackages.changed("animatediff", temporary.resolve("animatediff"), json -> {});
        Files.delete(folder.resolve("model.json"));
        Path optimum = Path.of("src/test/resources/optimum");
        for (String file : List.of(
                "model_index.json",
                "vae_decoder/model.onnx",
                "vae_decoder/config.json",
                "vae_encoder/model.onnx",
                "vae_encoder/config.json")) {
            Files.copy(optimum.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Describe.folder(
                folder,
                Map.of("id", "mine", "licence", "Apache-2.0", "render_sizes", "[\"80x48\"]", "sampling.steps", "4"));
        ModelManifest manifest = ModelPackage.read(folder).manifest();
        // The encoder's two tensors in one are of no use, so it can do no edits.
        assertEquals(List.of("text-to-video"), manifest.tasks());
        assertEquals(0.18215f, manifest.diffusion().latent().scale());
        Golden golden = Golden.read(DiffusionPackages.FOLDER.resolve("animatediff/golden"));
        FilmSink sink = new FilmSink();
        try (DiffusionModel model = DiffusionPackages.open(folder);
                Cancellation never = new Cancellation()) {
            RenderOrder order = new RenderOrder(
                    "mine",
                    golden.setting("prompt").asText(),
                    golden.size(),
                    1,
                    1,
                    Material.NONE,
                    Map.of("negative_prompt", golden.setting("negative_prompt").asText()));
            Instruments instruments = new Instruments(
                    golden,
                    (window, step, latents) -> golden.checkLatents(String.format("latents_%02d", step), latents));
            model.render(order, golden.setting("frames").asInt(), new Take.Studio(sink, never, instruments));
        }
        golden.checkFrames(sink.frames());
    }
}
