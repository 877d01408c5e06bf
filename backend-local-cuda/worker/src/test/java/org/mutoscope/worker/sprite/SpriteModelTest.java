package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.worker.TestPackages;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** Renders the tiny package, whose graph is a formula, and follows the formula in plain Java. */
class SpriteModelTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 2, 0, 0, List.of()));
    private static final int FRAMES = 8;
    private static final Size SIZE = new Size(32, 48);

    @Test
    void followsTheFormulaFrameByFrame() throws Exception {
        byte[] clip = render(order("the blue clip", SIZE, 99));
        byte[] expected = formula(99, 1);
        assertEquals(expected.length, clip.length);
        int off = 0;
        for (int i = 0; i < clip.length; i++) {
            int difference = Math.abs((clip[i] & 255) - (expected[i] & 255));
            assertTrue(difference <= 1, "byte " + i + " differs by " + difference);
            off += difference;
        }
        assertTrue(off < clip.length / 1000, off + " bytes differ by rounding");
    }

    @Test
    void sameSeedSameBytes() throws Exception {
        byte[] one = render(order("red", SIZE, 5));
        render(order("red", new Size(48, 32), 5));
        assertArrayEquals(one, render(order("red", SIZE, 5)));
        assertFalse(Arrays.equals(one, render(order("red", SIZE, 6))));
    }

    @Test
    void noNumbersAreNamed() {
        RenderProblem problem = assertThrows(RenderProblem.class, () -> render(order("nan", SIZE, 1)));
        assertEquals("model_output_not_finite", problem.code());
    }

    @Test
    void sizesAndSecondsOutsideTheManifestAreRefused() {
        RenderProblem problem = assertThrows(RenderProblem.class, () -> render(order("red", new Size(64, 64), 1)));
        assertEquals(RenderProblem.Kind.REFUSED, problem.kind());
        RenderOrder tooLong = new RenderOrder("tiny-good", "red", SIZE, 2, 1);
        assertEquals(
                "model_cannot_do_this",
                assertThrows(RenderProblem.class, () -> render(tooLong)).code());
    }

    @Test
    void aCancelledRenderStopsBeforeItsFirstRun() throws Exception {
        try (SpriteModel model = open();
                Cancellation cancellation = new Cancellation()) {
            cancellation.cancel();
            Sink sink = new Sink();
            RenderProblem problem =
                    assertThrows(RenderProblem.class, () -> model.render(order("slow", SIZE, 1), sink, cancellation));
            assertEquals("cancelled", problem.code());
            assertEquals(0, sink.frames.size());
        }
    }

    @Test
    void warmUpMeasures() throws Exception {
        try (SpriteModel model = open()) {
            assertTrue(model.warmUp() > 0);
        }
    }

    private static RenderOrder order(String prompt, Size size, long seed) {
        return new RenderOrder("tiny-good", prompt, size, 1, seed);
    }

    private static SpriteModel open() throws Exception {
        return SpriteModel.open(ModelPackage.read(TestPackages.made("tiny-good")), RUNTIME);
    }

    private static byte[] render(RenderOrder order) throws Exception {
        try (SpriteModel model = open();
                Cancellation cancellation = new Cancellation()) {
            Sink sink = new Sink();
            Fields facts = model.render(order, sink, cancellation);
            assertEquals(FRAMES, facts.number("frames"));
            assertEquals(3 + 7 * 2, facts.number("steps"));
            assertEquals(1.0, sink.fraction);
            return sink.frames.toByteArray();
        }
    }

    private static final class Sink implements RenderSink {
        private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
        private double fraction;

        @Override
        public void progress(double done, String phase) {
            assertTrue(done > fraction);
            fraction = done;
        }

        @Override
        public void frame(int index, ByteBuffer rgb) {
            assertEquals(frames.size() / rgb.capacity(), index);
            frames.writeBytes(rgb.array());
        }
    }

    /** What {@code make_graphs.py} says, sampled as the Javadoc of {@link FlowSampler} says, in the plainest way. */
    private static byte[] formula(long seed, int colour) {
        int values = 3 * SIZE.pixels();
        double[] older = new double[values];
        double[] newer = new double[values];
        ByteArrayOutputStream clip = new ByteArrayOutputStream();
        for (int k = 0; k < FRAMES; k++) {
            FloatBuffer noise = FloatBuffer.allocate(values);
            Noise.fill(noise, seed, k);
            double[] frame = new double[values];
            int steps = k == 0 ? 3 : 2;
            for (int v = 0; v < values; v++) {
                double x = noise.get(v);
                double tint = -0.6 + 0.6 * (v / SIZE.pixels());
                for (int i = 0; i < steps; i++) {
                    double t = (double) i / steps;
                    double p = Math.tanh(0.05 * x
                            + 0.5 * newer[v]
                            + 0.05 * older[v]
                            + tint * colour
                            + 0.5 * k / (FRAMES - 1)
                            + 0.05 * t
                            + 0.05 * 2);
                    x += (p - x) / Math.max(1 - t, 0.05) / steps;
                }
                frame[v] = Math.min(1, Math.max(-1, x));
            }
            for (int pixel = 0; pixel < SIZE.pixels(); pixel++) {
                for (int channel = 0; channel < 3; channel++) {
                    clip.write((int) Math.round(frame[channel * SIZE.pixels() + pixel] * 127.5 + 127.5));
                }
            }
            older = k == 0 ? frame : newer;
            newer = frame;
        }
        return clip.toByteArray();
    }
}
