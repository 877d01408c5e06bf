package org.mutoscope.worker.sprite;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mutoscope.worker.render.RenderProblem;

/** What a clip is put together from, as painter or lifter drew it: their answer goes to the mover as it is. */
final class Layers implements AutoCloseable {
    private final OrtSession.Result answer;
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    /** @throws RenderProblem {@code model_output_not_finite} if a value is no number */
    Layers(OrtSession.Result answer) throws RenderProblem {
        this.answer = answer;
        for (Map.Entry<String, OnnxValue> layer : answer) {
            OnnxTensor tensor = (OnnxTensor) layer.getValue();
            tensors.put(layer.getKey(), tensor);
            FloatBuffer values = tensor.getFloatBuffer();
            if (values != null && !finite(values)) {
                answer.close();
                throw new RenderProblem(
                        RenderProblem.Kind.FINAL,
                        "model_output_not_finite",
                        "the model computed a value that is no number; its package is damaged or unfit for this device");
            }
        }
    }

    private static boolean finite(FloatBuffer values) {
        for (int i = 0; i < values.capacity(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Inputs of the mover by name, without the phase. */
    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        answer.close();
    }
}
