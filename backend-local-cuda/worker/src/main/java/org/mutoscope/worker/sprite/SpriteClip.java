package org.mutoscope.worker.sprite;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.mutoscope.worker.caption.Vocabulary.Caption;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** Draws one clip, frame after frame. */
final class SpriteClip {
    private final ModelManifest manifest;
    private final Denoiser network;
    private final RenderSink sink;
    private final Cancellation cancellation;
    private final FlowSampler sampler;
    private int stepsDone;
    private int stepsInAll;
    private long denoiseNanos;
    private long deliverNanos;

    SpriteClip(ModelManifest manifest, Denoiser network, RenderSink sink, Cancellation cancellation) {
        this.manifest = manifest;
        this.network = network;
        this.sink = sink;
        this.cancellation = cancellation;
        this.sampler = new FlowSampler(manifest.sampler().timeFloor());
    }

    Fields render(RenderOrder order, Caption caption) throws RenderProblem, IOException, OrtException {
        int frames = manifest.clip().framesPerSecond() * order.seconds();
        stepsInAll = manifest.sampler().firstFrameSteps()
                + (frames - 1) * manifest.sampler().steps();
        ByteBuffer rgb = ByteBuffer.allocate(order.size().pixels() * 3);
        network.caption(caption.ids());
        network.forget();
        for (int k = 0; k < frames; k++) {
            long start = System.nanoTime();
            network.phase(frames == 1 ? 0 : (float) k / (frames - 1));
            draw(order.seed(), k);
            network.remember(k == 0);
            long drawn = System.nanoTime();
            Pixels.toRgb(network.noisy(), rgb);
            sink.frame(k, rgb);
            // Delivery includes waiting for a platform that is behind.
            deliverNanos += System.nanoTime() - drawn;
            denoiseNanos += drawn - start;
        }
        return facts(frames);
    }

    private void draw(long seed, int frame) throws RenderProblem, IOException, OrtException {
        int steps = frame == 0
                ? manifest.sampler().firstFrameSteps()
                : manifest.sampler().steps();
        Noise.fill(network.noisy(), seed, frame);
        sampler.sample(network.noisy(), steps, time -> network.clean(time, cancellation));
        stepsDone += steps;
        sink.progress((double) stepsDone / stepsInAll, "denoise");
    }

    private Fields facts(int frames) {
        return new Fields()
                .put("model_version", manifest.version())
                .put("frames", frames)
                .put("steps", stepsInAll)
                .put("denoise_ms", denoiseNanos / 1_000_000)
                .put("deliver_ms", deliverNanos / 1_000_000);
    }
}
