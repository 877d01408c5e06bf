package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** Renders the packages of layers that {@code make_tiny.py} makes: squares on noise. */
class LayersModelTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 2, 0, 0, List.of()));
    private static final Size SIZE = new Size(48, 32);
    private static final int FRAMES = 8;

    @TempDir
    Path folder;

    @Test
    void wordsAndSeedDecideTheClip() throws Exception {
        List<byte[]> one = render("layers", text("a square, right", 5));
        assertEquals(FRAMES, one.size());
        assertFalse(Arrays.equals(one.get(0), one.get(FRAMES - 1)), "nothing moved");
        render("layers", new RenderOrder("layers", "tile", new Size(32, 48), 1, 5));
        assertSame(one, render("layers", text("a square, right", 5)));
        assertFalse(Arrays.equals(
                one.get(0), render("layers", text("a square, right", 6)).get(0)));
        assertFalse(Arrays.equals(
                one.get(0), render("layers", text("a tile, right", 5)).get(0)));
        List<byte[]> still = render("layers", text("a square", 5));
        assertArrayEquals(still.get(0), still.get(FRAMES - 1));
    }

    @Test
    void aPictureIsTheFirstFrame() throws Exception {
        byte[] picture = picture(1);
        List<byte[]> clip = render("layers", order("square right", image(Optional.of(write(picture)))));
        assertArrayEquals(picture, clip.get(0));
        assertFalse(Arrays.equals(picture, clip.get(1)));
        // The patch moves; far from it the picture stays.
        assertEquals(picture[0], clip.get(FRAMES / 2)[0], 1);
    }

    @Test
    void aClipGoesOnFromItsLastFrame() throws Exception {
        byte[] last = picture(200);
        byte[] both = Arrays.copyOf(picture(1), 2 * last.length);
        System.arraycopy(last, 0, both, last.length, last.length);
        Path source = folder.resolve("source.rgb");
        Files.write(source, both);
        Material material = new Material(Material.EXTEND, Optional.empty(), Optional.empty(), Optional.of(source), 2);
        List<byte[]> clip = render("layers", order("square right", material));
        assertEquals(FRAMES, clip.size());
        assertEquals(last[0], clip.get(0)[0], 1);
        byte[] begun = render("layers", order("square right", image(Optional.of(write(last)))))
                .get(1);
        assertFalse(Arrays.equals(begun, clip.get(1)), "the extension repeats the moment it comes from");
    }

    @Test
    void whatItCannotDoIsRefused() {
        refused("model_cannot_do_this", new RenderOrder("layers", "square", new Size(64, 64), 1, 1));
        refused("model_cannot_do_this", new RenderOrder("layers", "square", SIZE, 2, 1));
        refused(
                "model_cannot_do_this",
                order("square", new Material(Material.EDIT, Optional.empty(), Optional.empty(), Optional.empty(), 0)));
        refused("input_missing", order("square", image(Optional.empty())));
        refused("input_unreadable", order("square", image(Optional.of(folder.resolve("nothing.rgb")))));
    }

    @Test
    void noNumbersAreNamed() {
        RenderProblem problem = assertThrows(RenderProblem.class, () -> render("layers-nan", text("square", 1)));
        assertEquals("model_output_not_finite", problem.code());
    }

    @Test
    void aGraphWithOtherInputsIsNotOpened() {
        PackageProblem problem = assertThrows(PackageProblem.class, () -> open("layers-wrong-inputs"));
        assertEquals("model_graph_inputs", problem.code());
        assertTrue(problem.getMessage().contains("moment"), problem.getMessage());
    }

    @Test
    void aCancelledRenderStopsAtTheNextFrame() throws Exception {
        try (LayersModel model = open("layers");
                Cancellation cancellation = new Cancellation()) {
            List<byte[]> frames = new ArrayList<>();
            RenderSink sink = new RenderSink() {
                @Override
                public void progress(double fraction, String phase) {
                    // of no interest here
                }

                @Override
                public void frame(int index, ByteBuffer rgb) {
                    frames.add(new byte[0]);
                    if (index == 2) {
                        cancellation.cancel();
                    }
                }
            };
            RenderProblem problem =
                    assertThrows(RenderProblem.class, () -> model.render(text("square", 1), sink, cancellation));
            assertEquals("cancelled", problem.code());
            assertEquals(3, frames.size());
        }
    }

    @Test
    void warmUpMeasures() throws Exception {
        try (LayersModel model = open("layers")) {
            assertTrue(model.warmUp() > 0);
        }
    }

    private static void refused(String code, RenderOrder order) {
        assertEquals(
                code,
                assertThrows(RenderProblem.class, () -> render("layers", order)).code());
    }

    private static RenderOrder text(String prompt, long seed) {
        return new RenderOrder("layers", prompt, SIZE, 1, seed);
    }

    private static RenderOrder order(String prompt, Material material) {
        return new RenderOrder("layers", prompt, SIZE, 1, 1, material, Map.of());
    }

    private static Material image(Optional<Path> picture) {
        return new Material(Material.IMAGE, picture, Optional.empty(), Optional.empty(), 0);
    }

    /** Something with a pattern. */
    private static byte[] picture(int start) {
        byte[] rgb = new byte[SIZE.pixels() * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (start + i / 7 % 50);
        }
        return rgb;
    }

    private Path write(byte[] rgb) throws IOException {
        return Files.write(folder.resolve("picture.rgb"), rgb);
    }

    private static LayersModel open(String name) throws Exception {
        return LayersModel.open(ModelPackage.read(Path.of("src", "test", "resources", "models", name)), RUNTIME);
    }

    private static List<byte[]> render(String name, RenderOrder order) throws Exception {
        try (LayersModel model = open(name);
                Cancellation cancellation = new Cancellation()) {
            Sink sink = new Sink();
            Fields facts = model.render(order, sink, cancellation);
            assertEquals(FRAMES, facts.number("frames"));
            assertEquals("0.0.1", facts.text("model_version"));
            assertEquals(1.0, sink.fraction);
            return sink.frames;
        }
    }

    private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
        for (int i = 0; i < FRAMES; i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "frame " + i);
        }
    }

    private static final class Sink implements RenderSink {
        private final List<byte[]> frames = new ArrayList<>();
        private double fraction;

        @Override
        public void progress(double done, String phase) {
            assertTrue(done > fraction);
            fraction = done;
        }

        @Override
        public void frame(int index, ByteBuffer rgb) {
            assertEquals(frames.size(), index);
            byte[] frame = new byte[rgb.remaining()];
            rgb.duplicate().get(frame);
            frames.add(frame);
        }
    }
}
