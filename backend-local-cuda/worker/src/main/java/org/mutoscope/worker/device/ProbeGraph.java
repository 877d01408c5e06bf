package org.mutoscope.worker.device;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Map;

/** A graph of one node, {@code y = x + x}. Made by {@code src/test/graphs/make_graphs.py}. */
final class ProbeGraph {
    private ProbeGraph() {}

    static byte[] bytes() {
        try (InputStream in = ProbeGraph.class.getResourceAsStream("probe.onnx")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void run(OrtEnvironment environment, OrtSession session) throws OrtException {
        try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[] {1, 2}), new long[] {2});
                OrtSession.Result result = session.run(Map.of("x", x))) {
            FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
            if (y.get(0) != 2f || y.get(1) != 4f) {
                throw new OrtException(
                        "the probe graph computed " + y.get(0) + " and " + y.get(1) + " instead of 2 and 4");
            }
        }
    }
}
