package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.Size;

/** Compares the graphs of layers in this worker with what Python computed when the package was made. */
class LayersGoldenTest {
    private static final InferenceRuntime RUNTIME = new InferenceRuntime(new WorkerOptions("cpu", 2, 0, 0, List.of()));

    @ParameterizedTest
    @ValueSource(strings = {"../models/sprite", "src/test/resources/models/layers"})
    void computesWhatPythonComputed(String folder) throws Exception {
        ModelPackage files = ModelPackage.read(Path.of(folder));
        LayersModel.open(files, RUNTIME).close();
        JsonNode golden =
                new ObjectMapper().readTree(Path.of(folder, "golden.json").toFile());
        assertEquals(4, golden.path("cases").size());
        for (JsonNode test : golden.path("cases")) {
            compare(files, test, golden.path("tolerance").asInt());
        }
    }

    private static void compare(ModelPackage files, JsonNode test, int tolerance) throws Exception {
        try (OrtSession drawing = RUNTIME.open(files.graph(test.path("graph").asText()));
                OrtSession mover = RUNTIME.open(files.graph(LayersContract.MOVER));
                OrtSession.Result layers = drawing.run(inputs(test))) {
            Map<String, OnnxTensor> moved = new HashMap<>();
            layers.forEach(layer -> moved.put(layer.getKey(), (OnnxTensor) layer.getValue()));
            FloatBuffer anchor = moved.get("anchor").getFloatBuffer();
            for (int i = 0; i < test.path("anchor").size(); i++) {
                assertEquals(test.path("anchor").path(i).asDouble(), anchor.get(i), 1e-3, "anchor " + i);
            }
            float[] phase = {test.path("phase").floatValue()};
            moved.put("phase", OnnxTensor.createTensor(RUNTIME.environment(), phase));
            try (OrtSession.Result frame = mover.run(moved)) {
                compare(((OnnxTensor) frame.get(0)).getByteBuffer(), test, tolerance);
            }
        }
    }

    private static void compare(ByteBuffer frame, JsonNode test, int tolerance) {
        double sum = 0;
        for (int i = 0; i < frame.capacity(); i++) {
            sum += frame.get(i) & 255;
        }
        assertEquals(test.path("mean").asDouble(), sum / frame.capacity(), 0.05);
        assertTrue(test.path("every_997th").size() > 4);
        for (int i = 0; i < test.path("every_997th").size(); i++) {
            assertEquals(
                    test.path("every_997th").path(i).asInt(), frame.get(997 * i) & 255, tolerance, "value " + 997 * i);
        }
    }

    private static Map<String, OnnxTensor> inputs(JsonNode test) throws Exception {
        Size size = new Size(test.path("width").asInt(), test.path("height").asInt());
        long[] caption = new long[test.path("caption").size()];
        for (int slot = 0; slot < caption.length; slot++) {
            caption[slot] = test.path("caption").path(slot).asLong();
        }
        OnnxTensor words = OnnxTensor.createTensor(
                RUNTIME.environment(), LongBuffer.wrap(caption), new long[] {1, caption.length});
        if (test.path("graph").asText().equals(LayersContract.LIFTER)) {
            return Map.of("caption", words, "picture", disc(size));
        }
        long seed = test.path("seed").asLong();
        long[] shape = LayersContract.noise(size);
        FloatBuffer noise = sequence(seed + 1, (int) (shape[1] * shape[2] * shape[3]));
        for (int i = 0; i < noise.capacity(); i++) {
            noise.put(i, noise.get(i) / 2 + 0.5f);
        }
        FloatBuffer dice = sequence(seed, LayersContract.DICE);
        return Map.of(
                "caption", words,
                "dice", OnnxTensor.createTensor(RUNTIME.environment(), dice, new long[] {1, LayersContract.DICE}),
                "noise", OnnxTensor.createTensor(RUNTIME.environment(), noise, shape));
    }

    /** A red disc on blue. */
    private static OnnxTensor disc(Size size) throws Exception {
        ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int dx = x - size.width() / 3;
                int dy = y - size.height() / 2;
                int[] colour = dx * dx + dy * dy < 3600 ? new int[] {210, 40, 30} : new int[] {90, 150, 230};
                for (int value : colour) {
                    rgb.put((byte) value);
                }
            }
        }
        return OnnxTensor.createTensor(
                RUNTIME.environment(), rgb.rewind(), LayersContract.picture(size), OnnxJavaType.UINT8);
    }

    /** s = (1103515245 s + 12345) mod 2^31, value = s / 2^30 - 1. */
    private static FloatBuffer sequence(long seed, int length) {
        FloatBuffer values = FloatBuffer.allocate(length);
        long s = seed;
        for (int i = 0; i < length; i++) {
            s = (1_103_515_245 * s + 12_345) % (1L << 31);
            values.put(i, (float) (s / (double) (1L << 30) - 1));
        }
        return values;
    }
}
