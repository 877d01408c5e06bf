package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A denoiser that is asked twice a step, plain and conditioned: as one batch of two if its graph leaves the batch free, else in two runs. Without
 * guidance it is asked once, conditioned.
 */
final class TwoHalves {
    private record Input(long[] shape, float[] plain, float[] conditioned) {}

    private final Network network;
    private final String output;
    private final boolean guided;
    private final boolean batched;
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private float[] answer = {};

    /** @param sample name of the input that tells whether the batch is free */
    TwoHalves(Network network, String sample, String output, boolean guided) {
        this.network = network;
        this.output = output;
        this.guided = guided;
        this.batched = guided && network.inputs().shape(sample)[0] < 0;
    }

    /** Whether both halves are asked. */
    boolean guided() {
        return guided;
    }

    /** Sets an input that differs between the halves. @param shape of one half; its first length is the batch, 1 */
    void put(String name, long[] shape, float[] plain, float[] conditioned) throws RenderProblem, OrtException {
        if (batched) {
            long[] both = shape.clone();
            both[0] = 2;
            network.put(name, both, plain, conditioned);
        } else {
            // Kept, not copied: whoever changes the values sets them again before the next run.
            inputs.put(name, new Input(shape, plain, conditioned));
        }
    }

    /** Sets an input that is the same for both halves. */
    void put(String name, long[] shape, float[] values) throws RenderProblem, OrtException {
        put(name, shape, values, values);
    }

    /** Sets the time: a value for all, a value for each half, or whatever else the graph's shape says. */
    void time(String name, float time) throws RenderProblem, OrtException {
        long[] shape = network.inputs().shape(name);
        if (shape.length == 0) {
            network.put(name, shape, new float[] {time});
        } else if (shape[0] == 1) {
            // A batch that is always one although the sample's is free.
            network.put(name, new long[] {1}, new float[] {time});
        } else {
            put(name, new long[] {1}, new float[] {time});
        }
    }

    /** Asks. @return the plain half, then the conditioned one; without guidance the conditioned alone. Valid until the next call */
    float[] run(Cancellation cancellation) throws RenderProblem, OrtException {
        if (batched) {
            network.run(cancellation);
            return read(0, 1);
        }
        if (!guided) {
            return half(true, 0, 1, cancellation);
        }
        half(false, 0, 2, cancellation);
        return half(true, 1, 2, cancellation);
    }

    private float[] half(boolean conditioned, int index, int of, Cancellation cancellation)
            throws RenderProblem, OrtException {
        for (Map.Entry<String, Input> input : inputs.entrySet()) {
            Input values = input.getValue();
            network.put(input.getKey(), values.shape(), conditioned ? values.conditioned() : values.plain());
        }
        network.run(cancellation);
        return read(index, of);
    }

    private float[] read(int index, int of) {
        Slot slot = network.output(output);
        int length = Slot.count(slot.shape());
        if (answer.length != length * of) {
            answer = new float[length * of];
        }
        slot.read(answer, index * length);
        return answer;
    }
}
