package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;

/** Compares the network in this worker with what Python computed when the package was made. */
class GoldenTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 2, 0, 0, List.of()));

    @ParameterizedTest
    @ValueSource(strings = {"src/test/resources/models/tiny"})
    void computesWhatPythonComputed(String folder) throws Exception {
        Path golden = Path.of(folder, "golden.json");
        assumeTrue(Files.exists(golden), "no " + golden);
        ModelPackage files = ModelPackage.read(Path.of(folder));
        SpriteModel.open(files, RUNTIME).close();
        JsonNode json = new ObjectMapper().readTree(golden.toFile());
        assertTrue(json.path("cases").size() > 0);
        try (OrtSession session = RUNTIME.open(files.graph(SpriteContract.DENOISER))) {
            for (JsonNode test : json.path("cases")) {
                compare(session, test, json.path("tolerance").asDouble());
            }
        }
    }

    private static void compare(OrtSession session, JsonNode test, double tolerance) throws Exception {
        Size size = new Size(test.path("width").asInt(), test.path("height").asInt());
        try (Denoiser network = new Denoiser(
                        RUNTIME, session, size, test.path("guidance").floatValue());
                Cancellation never = new Cancellation()) {
            long[] caption = new long[SpriteContract.SLOTS];
            for (int slot = 0; slot < caption.length; slot++) {
                caption[slot] = test.path("caption").path(slot).asLong();
            }
            network.caption(caption);
            network.phase(test.path("phase").floatValue());
            context(network, test.path("context_seed").asLong());
            sequence(network.noisy(), test.path("noisy_seed").asLong());
            FloatBuffer clean = network.clean(test.path("time").floatValue(), never);
            compare(clean, test, tolerance);
        }
    }

    /** Puts a sequence into both remembered frames, by way of the frame. */
    private static void context(Denoiser network, long seed) throws Exception {
        network.forget();
        if (seed != 0) {
            int frame = network.noisy().capacity();
            FloatBuffer both = FloatBuffer.allocate(2 * frame);
            sequence(both, seed);
            network.noisy().put(0, both, 0, frame);
            network.remember(true);
            network.noisy().put(0, both, frame, frame);
            network.remember(false);
        }
    }

    private static void compare(FloatBuffer clean, JsonNode test, double tolerance) {
        double sum = 0;
        for (int i = 0; i < clean.capacity(); i++) {
            sum += clean.get(i);
        }
        assertEquals(test.path("mean").asDouble(), sum / clean.capacity(), tolerance);
        assertTrue(test.path("every_197th").size() > 10);
        for (int i = 0; i < test.path("first").size(); i++) {
            assertEquals(test.path("first").path(i).asDouble(), clean.get(i), tolerance, "value " + i);
        }
        for (int i = 0; i < test.path("every_197th").size(); i++) {
            assertEquals(
                    test.path("every_197th").path(i).asDouble(), clean.get(197 * i), tolerance, "value " + 197 * i);
        }
    }

    /** s = (1103515245 s + 12345) mod 2^31, value = s / 2^30 - 1. */
    private static void sequence(FloatBuffer target, long seed) {
        long s = seed;
        for (int i = 0; i < target.capacity(); i++) {
            s = (1_103_515_245 * s + 12_345) % (1L << 31);
            target.put(i, (float) (s / (double) (1L << 30) - 1));
        }
    }
}
