package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.Opening;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.wire.Fields;

/** What a pipeline does around the numbers: seeds, long clips, extensions, refusals, cancels, faults. */
class SvdPipelineTest {
    private static final Size SIZE = new Size(80, 48);
    private static final int FRAME = SIZE.pixels() * 3;

    @TempDir
    Path temporary;

    /** A render that was done. */
    private record Film(Fields facts, byte[] frames) {
        byte[] frames(int from, int to) {
            return Arrays.copyOfRange(frames, from * FRAME, to * FRAME);
        }
    }

    @Test
    void sameSeedSameLatents() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd")) {
            Film one = film(model, order(Material.IMAGE, 1, 7));
            Film same = film(model, order(Material.IMAGE, 1, 7));
            Film other = film(model, order(Material.IMAGE, 1, 8));
            assertEquals(one.facts().text("latents_sha256"), same.facts().text("latents_sha256"));
            assertArrayEquals(one.frames(), same.frames());
            assertNotEquals(one.facts().text("latents_sha256"), other.facts().text("latents_sha256"));
            for (String stage : List.of("text_ms", "denoise_ms", "decode_ms", "deliver_ms")) {
                assertTrue(one.facts().number(stage) >= 0);
            }
        }
    }

    @Test
    void aLongClipBeginsAsAShortOne() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd")) {
            Film brief = film(model, order(Material.IMAGE, 1, 7));
            Film full = film(model, order(Material.IMAGE, 2, 7));
            assertEquals(8, full.frames().length / FRAME);
            assertArrayEquals(brief.frames(), full.frames(0, 4));
        }
    }

    @Test
    void anExtensionGoesOnFromTheLastFrame() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd")) {
            Film source = film(model, order(Material.IMAGE, 1, 7));
            Path clip = Files.write(temporary.resolve("source"), source.frames());
            Path last = Files.write(temporary.resolve("last"), source.frames(3, 4));
            Material extend = new Material(Material.EXTEND, Optional.empty(), Optional.empty(), Optional.of(clip), 4);
            Material image = new Material(Material.IMAGE, Optional.of(last), Optional.empty(), Optional.empty(), 0);
            Film extension = film(model, order(extend, Map.of()));
            Film fromLast = film(model, order(image, Map.of()));
            // The frame that both have in common is not delivered twice.
            assertArrayEquals(fromLast.frames(1, 4), extension.frames(0, 3));
            assertEquals(4, extension.frames().length / FRAME);
        }
    }

    @Test
    void whatItCannotDoIsRefused() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd")) {
            Material picture = picture();
            assertEquals("option_unknown", refused(model, order(picture, Map.of("negative_prompt", "x"))));
            assertEquals("option_unknown", refused(model, order(picture, Map.of("sampler", "x"))));
            for (String steps : List.of("0", "201", "-1", "4.5", "many", "")) {
                assertEquals("option_out_of_range", refused(model, order(picture, Map.of("steps", steps))), steps);
            }
            for (String guidance : List.of("-1", "31", "NaN", "Infinity", "x")) {
                assertEquals("option_out_of_range", refused(model, order(picture, Map.of("guidance", guidance))));
            }
            assertEquals("option_out_of_range", refused(model, order(picture, Map.of("motion_bucket", "256"))));
            Material nothing = new Material(Material.IMAGE, Optional.empty(), Optional.empty(), Optional.empty(), 0);
            assertEquals("input_missing", refused(model, order(nothing, Map.of())));
            assertEquals("model_cannot_do_this", refused(model, order(Material.NONE, Map.of())));
            Material end =
                    new Material(Material.IMAGE, picture.firstFrame(), picture.firstFrame(), Optional.empty(), 0);
            assertEquals("input_unknown", refused(model, order(end, Map.of())));
            RenderOrder tooLong = new RenderOrder("test-svd", "", SIZE, 3, 1, picture, Map.of());
            assertEquals("model_cannot_do_this", refused(model, tooLong));
            RenderOrder otherSize = new RenderOrder("test-svd", "", new Size(64, 64), 1, 1, picture, Map.of());
            assertEquals("model_cannot_do_this", refused(model, otherSize));
            Path torn = Files.write(temporary.resolve("torn"), new byte[FRAME - 1]);
            Material half = new Material(Material.IMAGE, Optional.of(torn), Optional.empty(), Optional.empty(), 0);
            assertEquals(
                    "input_unreadable", problem(model, order(half, Map.of())).code());
            // After all that it still draws.
            film(model, order(picture, Map.of("steps", "2", "guidance", "1", "motion_bucket", "0")));
        }
    }

    @Test
    void noNumbersAreNamed() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd");
                Cancellation never = new Cancellation()) {
            Instruments nan = new Instruments(
                    (purpose, turn, into) -> Arrays.fill(into, Float.NaN), (window, step, latents) -> {});
            RenderProblem problem = assertThrows(
                    RenderProblem.class,
                    () -> model.render(order(Material.IMAGE, 1, 1), 4, new Take.Studio(new FilmSink(), never, nan)));
            assertEquals("model_nan", problem.code());
            assertEquals(RenderProblem.Kind.FINAL, problem.kind());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "denoise", "decode"})
    void aCancelStopsItWhereverItIs(String phase) throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd");
                Cancellation cancellation = new Cancellation()) {
            FilmSink sink = new FilmSink().during(phase, cancellation::cancel);
            RenderProblem problem = assertThrows(
                    RenderProblem.class, () -> model.render(order(Material.IMAGE, 2, 1), sink, cancellation));
            assertEquals("cancelled", problem.code());
            int frames = sink.count();
            assertTrue(frames < 8);
            film(model, order(Material.IMAGE, 1, 1));
            assertEquals(frames, sink.count());
        }
    }

    @Test
    void aPackageThatDoesNotFitIsNamed() throws Exception {
        assertEquals(
                "model_graph_inputs", unfit("a", json -> unet(json, "inputs").put("sample", "x")));
        assertEquals(
                "model_graph_inputs", unfit("b", json -> unet(json, "inputs").remove("added_time_ids")));
        assertEquals(
                "model_graph_outputs", unfit("c", json -> unet(json, "outputs").put("out_sample", "x")));
        assertEquals("model_graph_missing", unfit("d", json -> ((ObjectNode) json.get("graphs")).remove("unet")));
        assertEquals("model_file_missing", unfit("e", json -> ((ObjectNode) json.get("files")).remove("scheduler")));
        assertEquals(
                "model_task_unknown", unfit("f", json -> json.putArray("tasks").add("text-to-video")));
        assertEquals("model_graph_outputs", unfit("g", json -> latent(json).put("channels", 5)));
        assertEquals("model_field_invalid", unfit("h", json -> latent(json).put("spatial", 7)));
        assertEquals("model_output_wrong", unfit("i", json -> latent(json).put("spatial", 4)));
        assertEquals("model_field_invalid", unfit("j", json -> json.remove("window")));
        assertEquals(
                "model_scheduler_unknown", spoilt("k", "scheduler/scheduler_config.json", "{\"_class_name\":\"X\"}"));
        assertEquals("model_graph_unreadable", spoilt("l", "unet/model.onnx", "junk"));
    }

    @Test
    void senselessSettingsAreNamed() throws Exception {
        Map<String, Consumer<ObjectNode>> changes = Map.of(
                "overlap", json -> ((ObjectNode) json.get("window")).put("overlap", 4),
                "frames", json -> ((ObjectNode) json.get("window")).put("frames", 0),
                "mean", json -> latent(json).putArray("mean").add(1.0),
                "scale", json -> latent(json).put("scale", 0),
                "steps", json -> ((ObjectNode) json.get("sampling")).put("steps", 1001),
                "sigmas",
                        json -> ((ObjectNode) json.get("sampling"))
                                .putArray("sigmas")
                                .add("x"),
                "deep", json -> ((ObjectNode) json.at("/graphs/unet")).put("file", "a/b/model.onnx"),
                "up", json -> ((ObjectNode) json.at("/graphs/unet")).put("file", "../model.onnx"),
                "tile", json -> json.putObject("decode").put("tile", 4).put("overlap", 4),
                "memory", json -> json.putObject("memory_mb").put("host", -1));
        for (Map.Entry<String, Consumer<ObjectNode>> change : changes.entrySet()) {
            assertEquals("model_field_invalid", unfit(change.getKey(), change.getValue()), change.getKey());
        }
    }

    @Test
    void tornWeightsAreNamed() throws Exception {
        assertEquals("model_file_size", unfit("torn", json -> external(json, 9999)));
        assertEquals("model_digest_wrong", unfit("changed", json -> external(json, 4)));
    }

    /** Says that the network has weights beside it, in a file of four bytes that is there. */
    private void external(ObjectNode json, long bytes) {
        ObjectNode weights =
                ((ObjectNode) json.at("/graphs/unet")).putArray("external").addObject();
        weights.put("file", "unet/model.onnx.data").put("bytes", bytes).put("sha256", "0".repeat(64));
        try (Stream<Path> folders = Files.list(temporary)) {
            for (Path folder : folders.toList()) {
                Files.write(folder.resolve("unet/model.onnx.data"), new byte[4]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void decodesInPieces() throws Exception {
        Path folder = DiffusionPackages.changed("svd", temporary.resolve("tiles"), json -> json.putObject("decode")
                .put("tile", 16));
        Film whole;
        try (DiffusionModel model = DiffusionPackages.open("svd")) {
            whole = film(model, order(Material.IMAGE, 1, 7));
        }
        try (DiffusionModel model = DiffusionPackages.open(folder)) {
            Film pieces = film(model, order(Material.IMAGE, 1, 7));
            assertEquals(whole.facts().text("latents_sha256"), pieces.facts().text("latents_sha256"));
            assertEquals(whole.frames().length, pieces.frames().length);
            long sum = 0;
            for (int i = 0; i < whole.frames().length; i++) {
                sum += Math.abs((whole.frames()[i] & 255) - (pieces.frames()[i] & 255));
            }
            assertTrue(sum < 30L * whole.frames().length, "off by " + (double) sum / whole.frames().length);
        }
    }

    @Test
    void aTrialTakesATime() throws Exception {
        try (DiffusionModel model = DiffusionPackages.open("svd")) {
            assertTrue(model.warmUp() > 0);
        }
    }

    /** A picture that is read by two graphs, two steps, frames that are decoded: each is a sign of life. */
    @Test
    void eachRunOfAGraphIsSeen() throws Exception {
        List<String> seen = new ArrayList<>();
        Opening opening = new Opening() {
            @Override
            public void graph(String role) {
                seen.add(role);
            }

            @Override
            public void tried() {
                seen.add("run");
            }
        };
        Path folder = DiffusionPackages.FOLDER.resolve("svd");
        try (DiffusionModel model =
                DiffusionModel.open(ModelPackage.read(folder), DiffusionPackages.RUNTIME, opening)) {
            assertEquals(List.of("image_encoder", "vae_encoder", "unet", "vae_decoder"), seen);
            model.warmUp();
            assertEquals(List.of("run", "run", "run", "run", "run"), seen.subList(4, seen.size()));
        }
    }

    private static ObjectNode unet(ObjectNode json, String side) {
        return (ObjectNode) json.at("/graphs/unet/" + side);
    }

    private static ObjectNode latent(ObjectNode json) {
        return (ObjectNode) json.get("latent");
    }

    private String unfit(String name, Consumer<ObjectNode> change) throws Exception {
        Path folder = DiffusionPackages.changed("svd", temporary.resolve(name), change);
        return assertThrows(PackageProblem.class, () -> tryOut(folder)).code();
    }

    private String spoilt(String name, String file, String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        Path folder = DiffusionPackages.changed("svd", temporary.resolve(name), json -> {
            for (String kind : List.of("graphs", "files")) {
                json.get(kind).forEach(entry -> {
                    if (entry.get("file").asText().equals(file)) {
                        ((ObjectNode) entry).put("sha256", digest).put("bytes", bytes.length);
                    }
                });
            }
        });
        Files.write(folder.resolve(file), bytes);
        return assertThrows(PackageProblem.class, () -> tryOut(folder)).code();
    }

    private static void tryOut(Path folder) throws Exception {
        try (DiffusionModel model = DiffusionPackages.open(folder)) {
            model.warmUp();
        }
    }

    private Material picture() throws Exception {
        byte[] rgb = new byte[FRAME];
        new Random(5).nextBytes(rgb);
        Path file = Files.write(temporary.resolve("picture"), rgb);
        return new Material(Material.IMAGE, Optional.of(file), Optional.empty(), Optional.empty(), 0);
    }

    private RenderOrder order(String task, int seconds, long seed) throws Exception {
        assertEquals(Material.IMAGE, task);
        return new RenderOrder("test-svd", "", SIZE, seconds, seed, picture(), Map.of());
    }

    private static RenderOrder order(Material material, Map<String, String> options) {
        return new RenderOrder("test-svd", "", SIZE, 1, 7, material, options);
    }

    private static String refused(DiffusionModel model, RenderOrder order) throws Exception {
        RenderProblem problem = problem(model, order);
        assertEquals(RenderProblem.Kind.REFUSED, problem.kind());
        return problem.code();
    }

    private static RenderProblem problem(DiffusionModel model, RenderOrder order) throws Exception {
        try (Cancellation never = new Cancellation()) {
            return assertThrows(RenderProblem.class, () -> model.render(order, new FilmSink(), never));
        }
    }

    private static Film film(DiffusionModel model, RenderOrder order) throws Exception {
        try (Cancellation never = new Cancellation()) {
            FilmSink sink = new FilmSink();
            Fields facts = model.render(order, sink, never);
            assertEquals(sink.count(), facts.number("frames"));
            return new Film(facts, sink.frames());
        }
    }
}
