package org.mutoscope.worker.sprite;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;

/**
 * The network with its tensors at one size. The tensors lie over direct buffers that are written and read in place, so a step copies nothing in
 * Java. Used by one thread.
 */
final class Denoiser implements AutoCloseable {
    private final InferenceRuntime runtime;
    private final OrtSession session;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final LongBuffer caption;
    private final FloatBuffer noisy;
    private final FloatBuffer time;
    private final FloatBuffer phase;
    private final FloatBuffer context;
    private final FloatBuffer clean;

    Denoiser(InferenceRuntime runtime, OrtSession session, Size size, float guidance) throws OrtException {
        this.runtime = runtime;
        this.session = session;
        noisy = floats("noisy", inputs, 1, 3, size.height(), size.width());
        time = floats("time", inputs, 1);
        phase = floats("phase", inputs, 1);
        context = floats("context", inputs, 1, 6, size.height(), size.width());
        floats("guidance", inputs, 1).put(0, guidance);
        clean = floats("clean", outputs, 1, 3, size.height(), size.width());
        caption = bytes(SpriteContract.SLOTS * Long.BYTES).asLongBuffer();
        inputs.put(
                "caption",
                keep(OnnxTensor.createTensor(runtime.environment(), caption, new long[] {1, SpriteContract.SLOTS})));
    }

    /** Where the frame is made: red, green and blue planes. */
    FloatBuffer noisy() {
        return noisy;
    }

    /** What the clip shows. */
    void caption(long[] ids) {
        caption.put(0, ids);
    }

    /** Begins a clip: no frame came before. */
    void forget() {
        for (int i = 0; i < context.capacity(); i++) {
            context.put(i, 0f);
        }
    }

    /** Takes the finished frame in {@link #noisy} as the newest one before the next. The first frame stands in for the one before it, too. */
    void remember(boolean first) {
        int frame = noisy.capacity();
        if (first) {
            context.put(0, noisy, 0, frame);
        } else {
            context.put(0, context, frame, frame);
        }
        context.put(frame, noisy, 0, frame);
    }

    /** Where in the clip the frame is, 0 to 1. */
    void phase(float value) {
        phase.put(0, value);
    }

    /** Runs the network on {@link #noisy}. */
    FloatBuffer clean(float now, Cancellation cancellation) throws RenderProblem, OrtException {
        cancellation.check();
        time.put(0, now);
        try (OrtSession.Result result = session.run(inputs, Set.of(), outputs, cancellation.runOptions())) {
            return clean;
        } catch (OrtException e) {
            if (cancellation.cancelled()) {
                throw RenderProblem.cancelled();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
    }

    private FloatBuffer floats(String name, Map<String, OnnxTensor> side, long... shape) throws OrtException {
        long values = 1;
        for (long length : shape) {
            values *= length;
        }
        FloatBuffer buffer = bytes(Math.toIntExact(values * Float.BYTES)).asFloatBuffer();
        side.put(name, keep(OnnxTensor.createTensor(runtime.environment(), buffer, shape)));
        return buffer;
    }

    private OnnxTensor keep(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    }
}
