package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.wire.Fields;

/** What every package promises, whatever its family, for each task that it offers. */
class FamiliesTest {
    @TempDir
    Path temporary;

    private Size size;

    static Stream<Path> packages() throws Exception {
        List<Path> packages = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(
                DiffusionPackages.FOLDER, folder -> Files.exists(folder.resolve("model.json")))) {
            folders.forEach(packages::add);
        }
        return packages.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void keepsItsPromises(Path folder) throws Exception {
        ModelManifest manifest = ModelPackage.read(folder).manifest();
        size = manifest.clip().sizes().get(0);
        try (DiffusionModel model = DiffusionPackages.open(folder)) {
            assertTrue(model.warmUp() > 0);
            for (String task : manifest.tasks()) {
                seeds(model, task);
                lengths(model, manifest, task);
                cancels(model, task);
            }
            if (manifest.tasks().contains(Material.EXTEND)) {
                goesOn(model);
            }
            if (manifest.tasks().contains(Material.EDIT)) {
                edits(model);
            }
            if (manifest.graphs().containsKey("text_encoder")) {
                prompts(model, manifest);
            }
        }
    }

    private void seeds(DiffusionModel model, String task) throws Exception {
        Fields one = film(model, order(task, "a fox", 1, 7)).facts();
        Fields same = film(model, order(task, "a fox", 1, 7)).facts();
        Fields other = film(model, order(task, "a fox", 1, 8)).facts();
        assertEquals(one.text("latents_sha256"), same.text("latents_sha256"), task);
        assertNotEquals(one.text("latents_sha256"), other.text("latents_sha256"), task);
    }

    private void lengths(DiffusionModel model, ModelManifest manifest, String task) throws Exception {
        for (int seconds : manifest.clip().seconds()) {
            int frames = manifest.clip().framesPerSecond() * seconds;
            assertEquals(
                    frames * size.pixels() * 3,
                    film(model, order(task, "", seconds, 1)).frames().length,
                    task);
        }
    }

    private void cancels(DiffusionModel model, String task) throws Exception {
        for (String phase : List.of("text", "denoise", "decode")) {
            try (Cancellation cancellation = new Cancellation()) {
                FilmSink sink = new FilmSink().during(phase, cancellation::cancel);
                RenderProblem problem = assertThrows(
                        RenderProblem.class, () -> model.render(order(task, "", 2, 1), sink, cancellation), phase);
                assertEquals("cancelled", problem.code());
            }
        }
    }

    /** The frame that a clip goes on from is not delivered again; otherwise it is a clip from that frame. */
    private void goesOn(DiffusionModel model) throws Exception {
        byte[] extension = film(model, order(Material.EXTEND, "a fox", 1, 7)).frames();
        int frame = size.pixels() * 3;
        byte[] source = Files.readAllBytes(temporary.resolve("source"));
        byte[] last = Arrays.copyOfRange(source, 2 * frame, 3 * frame);
        Path picture = Files.write(temporary.resolve("last"), last);
        Material image = new Material(Material.IMAGE, Optional.of(picture), Optional.empty(), Optional.empty(), 0);
        byte[] clip = film(model, new RenderOrder("m", "a fox", size, 1, 7, image, Map.of()))
                .frames();
        assertArrayEquals(Arrays.copyOfRange(clip, frame, 3 * frame), Arrays.copyOfRange(extension, 0, 2 * frame));
    }

    /** The weaker an edit, the nearer it stays to its source. */
    private void edits(DiffusionModel model) throws Exception {
        RenderOrder weak = order(Material.EDIT, "a fox", 1, 7);
        assertEquals(1, film(model, strong(weak, "0.01")).facts().number("steps"));
        Fields full = film(model, strong(weak, "1")).facts();
        assertTrue(full.number("steps") > 1);
        // A package that says nothing leaves its source as far as diffusers does.
        assertEquals(
                film(model, strong(weak, "0.8")).facts().text("latents_sha256"),
                film(model, weak).facts().text("latents_sha256"));
        refused(model, strong(weak, "1.1"), "option_out_of_range");
        refused(model, strong(weak, "NaN"), "option_out_of_range");
        refused(model, strong(order(Material.TEXT, "a fox", 1, 7), "0.5"), "option_unknown");
        assertNotEquals(
                full.text("latents_sha256"),
                film(model, strong(weak, "0.5")).facts().text("latents_sha256"));
    }

    private static void refused(DiffusionModel model, RenderOrder order, String code) {
        assertEquals(
                code,
                assertThrows(RenderProblem.class, () -> film(model, order)).code());
    }

    private static RenderOrder strong(RenderOrder order, String strength) {
        Map<String, String> options = Map.of("strength", strength);
        return new RenderOrder(
                "m", order.prompt(), order.size(), order.seconds(), order.seed(), order.material(), options);
    }

    private void prompts(DiffusionModel model, ModelManifest manifest) throws Exception {
        String task = manifest.tasks().get(0);
        String fox = film(model, order(task, "a red fox", 1, 7)).facts().text("latents_sha256");
        String dog = film(model, order(task, "blurry train 雪", 1, 7)).facts().text("latents_sha256");
        assertNotEquals(fox, dog);
        RenderOrder plain = order(task, "a red fox", 1, 7);
        Map<String, String> avoid = Map.of("negative_prompt", "train 雪", "guidance", "9");
        RenderOrder avoiding = new RenderOrder("m", plain.prompt(), size, 1, 7, plain.material(), avoid);
        assertNotEquals(fox, film(model, avoiding).facts().text("latents_sha256"));
        // A distilled model is not guided unless somebody asks for it.
        String other = manifest.diffusion().sampling().guidance() > 1 ? "0" : "4";
        RenderOrder guided =
                new RenderOrder("m", plain.prompt(), size, 1, 7, plain.material(), Map.of("guidance", other));
        assertNotEquals(fox, film(model, guided).facts().text("latents_sha256"));
        film(model, order(task, "x".repeat(10_000), 1, 7));
    }

    private RenderOrder order(String task, String prompt, int seconds, long seed) throws Exception {
        byte[] rgb = new byte[3 * size.pixels() * 3];
        new Random(5).nextBytes(rgb);
        Path source = Files.write(temporary.resolve("source"), rgb);
        Path first = Files.write(temporary.resolve("first"), Arrays.copyOf(rgb, size.pixels() * 3));
        Material material =
                switch (task) {
                    case Material.TEXT -> Material.NONE;
                    case Material.IMAGE -> new Material(
                            task, Optional.of(first), Optional.empty(), Optional.empty(), 0);
                    case Material.BOTH_ENDS -> new Material(
                            task, Optional.of(first), Optional.of(first), Optional.empty(), 0);
                    default -> new Material(task, Optional.empty(), Optional.empty(), Optional.of(source), 3);
                };
        return new RenderOrder("m", prompt, size, seconds, seed, material, Map.of());
    }

    /** A render that was done. */
    private record Film(Fields facts, byte[] frames) {}

    private static Film film(DiffusionModel model, RenderOrder order) throws Exception {
        try (Cancellation never = new Cancellation()) {
            FilmSink sink = new FilmSink();
            Fields facts = model.render(order, sink, never);
            return new Film(facts, sink.frames());
        }
    }
}
