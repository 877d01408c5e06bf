package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A graph of a package, fed and read by the names of our pipelines instead of its own. Its tensors stay from run to run while their shapes do: inputs
 * are written in place, and after the first run at a shape the outputs are pinned to buffers of ours, so that a step allocates nothing.
 */
final class Network implements AutoCloseable {
    private final InferenceRuntime runtime;
    private final OrtSession session;
    private final GraphPorts inputPorts;
    private final GraphPorts outputPorts;
    private final Map<String, Slot> inputs = new LinkedHashMap<>();
    private final Map<String, Slot> outputs = new LinkedHashMap<>();
    private Runnable afterRun = () -> {};

    Network(InferenceRuntime runtime, OrtSession session, GraphPorts inputPorts, GraphPorts outputPorts) {
        this.runtime = runtime;
        this.session = session;
        this.inputPorts = inputPorts;
        this.outputPorts = outputPorts;
    }

    /** Wants to hear of each run from now on. */
    void afterEachRun(Runnable then) {
        afterRun = then;
    }

    /** Names and types of what it takes. */
    GraphPorts inputs() {
        return inputPorts;
    }

    /** Names and types of what it gives. */
    GraphPorts outputs() {
        return outputPorts;
    }

    /** Sets an input, of whatever type it is. @param parts its values, one after the other */
    Network put(String name, long[] shape, float[]... parts) throws RenderProblem, OrtException {
        Slot slot = input(name, shape);
        int at = 0;
        for (float[] part : parts) {
            slot.write(at, part);
            at += part.length;
        }
        return this;
    }

    /** Sets an input of whole numbers. */
    Network put(String name, long[] shape, long[] values) throws RenderProblem, OrtException {
        input(name, shape).write(values);
        return this;
    }

    private Slot input(String name, long[] shape) throws RenderProblem, OrtException {
        Slot slot = inputs.get(name);
        if (slot == null || !slot.has(shape)) {
            // Other shapes in, other shapes out.
            forgetOutputs();
            Slot fresh = new Slot(runtime.environment(), inputPorts.type(name), shape);
            inputs.put(name, fresh);
            if (slot != null) {
                slot.close();
            }
            return fresh;
        }
        return slot;
    }

    /** Runs the graph on the inputs that were set. */
    void run(Cancellation cancellation) throws RenderProblem, OrtException {
        Map<String, OnnxTensor> fed = named(inputs, inputPorts);
        boolean known = !outputs.isEmpty();
        Map<String, OnnxTensor> pinned = named(outputs, outputPorts);
        Set<String> wanted = known ? Set.of() : outputPorts.actual();
        try (OrtSession.Result result = run(fed, wanted, pinned, cancellation)) {
            if (!known) {
                pin(result);
            }
        }
    }

    /** Runs the graph with further inputs that the caller keeps; the caller closes the result, whose names are the graph's own. */
    OrtSession.Result run(Map<String, OnnxTensor> further, Cancellation cancellation)
            throws RenderProblem, OrtException {
        Map<String, OnnxTensor> fed = named(inputs, inputPorts);
        further.forEach((name, tensor) -> fed.put(inputPorts.actual(name), tensor));
        return run(fed, outputPorts.actual(), Map.of(), cancellation);
    }

    /** A tensor like one of its outputs. */
    Slot slot(String output, long[] shape) throws RenderProblem, OrtException {
        return new Slot(runtime.environment(), outputPorts.type(output), shape);
    }

    private OrtSession.Result run(
            Map<String, OnnxTensor> fed, Set<String> wanted, Map<String, OnnxTensor> pinned, Cancellation cancellation)
            throws RenderProblem, OrtException {
        cancellation.check();
        try {
            OrtSession.Result result = session.run(fed, wanted, pinned, cancellation.runOptions());
            afterRun.run();
            return result;
        } catch (OrtException e) {
            if (cancellation.cancelled()) {
                throw RenderProblem.cancelled();
            }
            throw e;
        }
    }

    private void pin(OrtSession.Result result) throws RenderProblem, OrtException {
        for (String name : outputPorts.names()) {
            OnnxTensor answer =
                    (OnnxTensor) result.get(outputPorts.actual(name)).orElseThrow();
            Slot slot = slot(name, answer.getInfo().getShape());
            outputs.put(name, slot);
            slot.copy(answer);
        }
    }

    /** What the last run answered; valid until the next. */
    Slot output(String name) {
        return outputs.get(name);
    }

    private static Map<String, OnnxTensor> named(Map<String, Slot> slots, GraphPorts ports) {
        Map<String, OnnxTensor> named = new HashMap<>();
        slots.forEach((name, slot) -> named.put(ports.actual(name), slot.tensor()));
        return named;
    }

    private void forgetOutputs() {
        outputs.values().forEach(Slot::close);
        outputs.clear();
    }

    /** Gives the tensors back, which stay from clip to clip as long as their shapes do, and the graph. */
    @Override
    public void close() throws OrtException {
        forgetOutputs();
        inputs.values().forEach(Slot::close);
        inputs.clear();
        session.close();
    }
}
