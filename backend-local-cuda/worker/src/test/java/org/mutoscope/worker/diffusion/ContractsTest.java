package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OnnxJavaType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.worker.model.Diffusion.Decode;
import org.mutoscope.worker.model.Diffusion.Sampling;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;

/** A package that names its graphs' inputs and outputs wrongly is refused when it is opened, by the name of the graph. */
class ContractsTest {
    @TempDir
    Path temporary;

    /** Each input by another name than the pipeline's: the graph is fed, but nobody knows with what. */
    @ParameterizedTest
    @CsvSource({
        "svd, unet, timestep",
        "svd, vae_decoder, latent",
        "wan, text_encoder, input_ids",
        "wan, transformer, hidden_states",
        "wan, transformer, timestep",
        "wan, vae_encoder_first, sample",
        "wan, vae_encoder_next, cache.3",
        "wan, vae_decoder_first, latent",
        "wan, vae_decoder_next, cache.0",
        "wan-i2v, image_encoder, pixel_values",
        "wan-i2v, transformer, encoder_hidden_states_image",
        "animatediff, unet, sample",
        "animatediff, unet, timestep",
        "animatediff, vae_encoder, sample",
        "ltx, transformer, timestep",
        "ltx, transformer, video_coords",
        "ltx, vae_encoder, sample",
        "ltx, vae_decoder, latent"
    })
    void anInputByAnotherNameIsRefused(String family, String role, String name) throws Exception {
        assertEquals("model_graph_inputs", unfit(family, json -> {
            ObjectNode inputs = (ObjectNode) json.at("/graphs/" + role + "/inputs");
            inputs.set("other", inputs.remove(name));
        }));
    }

    @ParameterizedTest
    @CsvSource({
        "svd, vae_decoder, frames",
        "wan, transformer, out_sample",
        "wan, vae_encoder_next, latent",
        "wan, vae_encoder_next, cache.3",
        "wan, vae_decoder_first, frames",
        "wan, vae_decoder_next, frames",
        "wan-i2v, image_encoder, image_embeds",
        "animatediff, unet, out_sample",
        "animatediff, vae_decoder, frames",
        "ltx, transformer, out_sample",
        "ltx, vae_encoder, latent",
        "ltx, vae_decoder, frames"
    })
    void aMissingOutputIsRefused(String family, String role, String name) throws Exception {
        assertEquals("model_graph_outputs", unfit(family, json -> ((ObjectNode) json.at("/graphs/" + role + "/outputs"))
                .remove(name)));
    }

    @ParameterizedTest
    @CsvSource({"wan, extend", "wan-i2v, text-to-video"})
    void oneNetworkOfWanTakesAPictureOrNone(String family, String further) throws Exception {
        assertEquals("model_task_unknown", unfit(family, json -> json.withArray("tasks")
                .add(further)));
    }

    @Test
    void aTensorThatJavaCannotHandOverIsNamed() {
        RenderProblem problem = assertThrows(
                RenderProblem.class,
                () -> new Slot(DiffusionPackages.RUNTIME.environment(), OnnxJavaType.FLOAT, 1, 3, 121, 1280, 2048));
        assertEquals("model_tensor_too_large", problem.code());
        assertEquals(RenderProblem.Kind.FINAL, problem.kind());
        assertEquals(
                "model_tensor_too_large",
                assertThrows(
                                RenderProblem.class,
                                () -> new Slot(
                                        DiffusionPackages.RUNTIME.environment(), OnnxJavaType.UINT8, 1 << 30, 1 << 30))
                        .code());
    }

    /** LTX decodes the whole clip at once: 2 s of it are 8 frames in 2 latent ones, which stand for 9. */
    @Test
    void whatCannotBeDecodedIsNotDrawn() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("ltx")) {
            long bytes = 9L * 3 * 64 * 64;
            Size size = new Size(64, 64);
            model.checkRoom(size, 8, bytes);
            RenderProblem problem = assertThrows(RenderProblem.class, () -> model.checkRoom(size, 8, bytes - 1));
            assertEquals("model_needs_memory", problem.code());
            assertEquals(RenderProblem.Kind.FINAL, problem.kind());
        }
    }

    @Test
    void floatsAndPiecesTakeMoreRoom() {
        Tiles whole = new Tiles(new Grid(8, 8), 8, new Decode(0, 0, 0, 0));
        Tiles pieces = new Tiles(new Grid(8, 8), 8, new Decode(4, 1, 0, 0));
        assertEquals(5 * 3 * 4096, Room.of(OnnxJavaType.UINT8, 5, whole));
        assertEquals(5 * 3 * 4096 * 5, Room.of(OnnxJavaType.FLOAT, 5, whole));
        assertEquals(5 * 3 * 4096 + 5 * 3 * 1024, Room.of(OnnxJavaType.UINT8, 5, pieces));
        // 2 GiB and more are no reason to count wrongly.
        assertEquals(
                121L * 3 * 4_194_304,
                Room.of(OnnxJavaType.UINT8, 121, new Tiles(new Grid(64, 64), 32, new Decode(0, 0, 0, 0))));
    }

    @Test
    void aClipThatEndsTooSoonIsNotDelivered() throws Exception {
        RenderOrder order = new RenderOrder("m", "", new Size(2, 2), 1, 1);
        Wishes wishes = Wishes.of(Map.of(), sampling(), Set.of());
        try (Cancellation never = new Cancellation();
                Take take = new Take(order, wishes, 3, new Take.Studio(new FilmSink(), never, Instruments.seeded(1)))) {
            take.delivery().offer(new byte[2 * 12], 0, never);
            RenderProblem problem = assertThrows(RenderProblem.class, take::finish);
            assertEquals("model_output_wrong", problem.code());
            assertEquals(RenderProblem.Kind.FINAL, problem.kind());
        }
    }

    private static Sampling sampling() throws Exception {
        return ModelPackage.read(DiffusionPackages.FOLDER.resolve("svd"))
                .manifest()
                .diffusion()
                .sampling();
    }

    private String unfit(String family, Consumer<ObjectNode> change) throws Exception {
        Path folder = DiffusionPackages.changed(family, temporary.resolve("package"), change);
        return assertThrows(PackageProblem.class, () -> DiffusionPackages.open(folder)
                        .close())
                .code();
    }
}
