package org.mutoscope.worker.sprite;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.diffusion.Picture;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** One clip: its layers are drawn from words, or lifted from a picture, once; then each frame is put together from them. */
final class LayersClip {
    private static final double DRAWN = 0.1;
    private static final Noise.Range DICE = new Noise.Range(-1, 1);
    private static final Noise.Range PORTIONS = new Noise.Range(0, 1);

    private final OrtEnvironment environment;
    private final Map<String, OrtSession> graphs;
    private final RenderSink sink;
    private final Cancellation cancellation;

    LayersClip(OrtEnvironment environment, Map<String, OrtSession> graphs, RenderSink sink, Cancellation cancellation) {
        this.environment = environment;
        this.graphs = graphs;
        this.sink = sink;
        this.cancellation = cancellation;
    }

    /** @param caption ids by slot @param frames how many to deliver */
    Fields render(RenderOrder order, long[] caption, int frames) throws RenderProblem, IOException, OrtException {
        cancellation.check();
        sink.progress(DRAWN / 2, "denoise");
        long start = System.nanoTime();
        try (Layers layers = layers(order, caption)) {
            long drawn = System.nanoTime();
            sink.progress(DRAWN, "decode");
            long delivering = move(layers, order, frames);
            return new Fields()
                    .put("frames", frames)
                    .put("steps", 1)
                    .put("denoise_ms", (drawn - start) / 1_000_000)
                    .put("decode_ms", (System.nanoTime() - drawn - delivering) / 1_000_000)
                    .put("deliver_ms", delivering / 1_000_000);
        } catch (OrtException e) {
            if (cancellation.cancelled()) {
                throw RenderProblem.cancelled();
            }
            throw e;
        }
    }

    private Layers layers(RenderOrder order, long[] caption) throws RenderProblem, OrtException {
        try (OnnxTensor words =
                OnnxTensor.createTensor(environment, LongBuffer.wrap(caption), new long[] {1, caption.length})) {
            return order.material().task().equals(Material.TEXT) ? painted(order, words) : lifted(order, words);
        }
    }

    private Layers painted(RenderOrder order, OnnxTensor words) throws RenderProblem, OrtException {
        long[] shape = LayersContract.noise(order.size());
        FloatBuffer dice = FloatBuffer.allocate(LayersContract.DICE);
        FloatBuffer noise = FloatBuffer.allocate(Math.toIntExact(shape[1] * shape[2] * shape[3]));
        Noise.spread(dice, order.seed(), 0, DICE);
        Noise.spread(noise, order.seed(), 1, PORTIONS);
        try (OnnxTensor thrown = OnnxTensor.createTensor(environment, dice, new long[] {1, dice.capacity()});
                OnnxTensor grains = OnnxTensor.createTensor(environment, noise, shape)) {
            return run(LayersContract.PAINTER, Map.of("caption", words, "dice", thrown, "noise", grains));
        }
    }

    private Layers lifted(RenderOrder order, OnnxTensor words) throws RenderProblem, OrtException {
        ByteBuffer rgb = direct(order.size()).put(start(order).rgb()).rewind();
        try (OnnxTensor picture =
                OnnxTensor.createTensor(environment, rgb, LayersContract.picture(order.size()), OnnxJavaType.UINT8)) {
            return run(LayersContract.LIFTER, Map.of("caption", words, "picture", picture));
        }
    }

    private Layers run(String role, Map<String, OnnxTensor> inputs) throws RenderProblem, OrtException {
        return new Layers(graphs.get(role).run(inputs, cancellation.runOptions()));
    }

    /** The picture that a clip goes on from. @throws RenderProblem {@code input_missing} if the order has none */
    private static Picture start(RenderOrder order) throws RenderProblem {
        Material material = order.material();
        boolean extend = material.task().equals(Material.EXTEND);
        Path file = (extend ? material.source() : material.firstFrame())
                .orElseThrow(() -> new RenderProblem(
                        RenderProblem.Kind.REFUSED,
                        "input_missing",
                        "the task " + material.task() + " needs a picture or a clip to begin with"));
        int frames = extend ? material.sourceFrames() : 1;
        return Picture.read(file, order.size(), frames, frames - 1);
    }

    /** @return time spent waiting for the platform, in ns */
    private long move(Layers layers, RenderOrder order, int frames) throws RenderProblem, IOException, OrtException {
        boolean given = order.material().task().equals(Material.IMAGE);
        boolean goesOn = order.material().task().equals(Material.EXTEND);
        ByteBuffer rgb = direct(order.size());
        FloatBuffer phase = ByteBuffer.allocateDirect(Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        long delivering = 0;
        try (OnnxTensor frame = OnnxTensor.createTensor(
                        environment, rgb, LayersContract.picture(order.size()), OnnxJavaType.UINT8);
                OnnxTensor moment = OnnxTensor.createTensor(environment, phase, new long[] {1})) {
            Map<String, OnnxTensor> inputs = new HashMap<>(layers.tensors());
            inputs.put("phase", moment);
            for (int k = 0; k < frames; k++) {
                cancellation.check();
                // A clip that goes on has its own first moment behind it.
                phase.put(0, goesOn ? (k + 1f) / frames : (float) k / Math.max(1, frames - 1));
                graphs.get(LayersContract.MOVER)
                        .run(inputs, Set.of(), Map.of("frame", frame), cancellation.runOptions())
                        .close();
                if (given && k == 0) {
                    // The layers are close to the picture; the clip begins with the picture itself.
                    rgb.put(0, start(order).rgb());
                }
                long ready = System.nanoTime();
                sink.frame(k, rgb);
                delivering += System.nanoTime() - ready;
                sink.progress(DRAWN + (1 - DRAWN) * (k + 1) / frames, "decode");
            }
        }
        return delivering;
    }

    private static ByteBuffer direct(Size size) {
        return ByteBuffer.allocateDirect(size.pixels() * 3);
    }
}
