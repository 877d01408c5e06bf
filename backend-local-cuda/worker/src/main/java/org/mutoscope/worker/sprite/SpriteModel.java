package org.mutoscope.worker.sprite;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.model.VocabularyFile;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** A sprite model in memory. Keeps the tensors of the size it rendered last. */
public final class SpriteModel implements OpenModel {
    private final InferenceRuntime runtime;
    private final ModelManifest manifest;
    private final Vocabulary vocabulary;
    private final OrtSession session;
    private Size size;
    private Denoiser denoiser;

    private SpriteModel(InferenceRuntime runtime, ModelManifest manifest, Vocabulary vocabulary, OrtSession session) {
        this.runtime = runtime;
        this.manifest = manifest;
        this.vocabulary = vocabulary;
        this.session = session;
    }

    /** Opens a package. @throws PackageProblem if it does not fit this pipeline */
    public static SpriteModel open(ModelPackage files, InferenceRuntime runtime) throws PackageProblem, OrtException {
        SpriteContract.check(files.manifest());
        Vocabulary vocabulary = VocabularyFile.read(files.file(SpriteContract.VOCABULARY));
        if (vocabulary.slots() != SpriteContract.SLOTS) {
            throw new PackageProblem(
                    "model_vocabulary_invalid", "the vocabulary has " + vocabulary.slots() + " slots instead of 4");
        }
        OrtSession session = open(files.graph(SpriteContract.DENOISER), runtime);
        try {
            SpriteContract.check(session, files.manifest());
        } catch (PackageProblem | OrtException e) {
            session.close();
            throw e;
        }
        return new SpriteModel(runtime, files.manifest(), vocabulary, session);
    }

    /** Opens a graph. @throws PackageProblem {@code model_graph_unreadable} if ONNX Runtime cannot load it */
    static OrtSession open(Path graph, InferenceRuntime runtime) throws PackageProblem, OrtException {
        try {
            return runtime.open(graph);
        } catch (OrtException e) {
            if (InferenceRuntime.outOfMemory(e)) {
                throw e;
            }
            throw new PackageProblem(
                    "model_graph_unreadable",
                    "ONNX Runtime " + runtime.version() + " cannot load " + graph.getFileName() + ": "
                            + e.getMessage());
        }
    }

    @Override
    public Optional<Vocabulary> vocabulary() {
        return Optional.of(vocabulary);
    }

    @Override
    public double warmUp() throws OrtException {
        Denoiser network = at(manifest.clip().sizes().get(0));
        network.caption(new long[SpriteContract.SLOTS]);
        network.forget();
        Noise.fill(network.noisy(), 0, 0);
        try (Cancellation never = new Cancellation()) {
            network.clean(0, never);
            long start = System.nanoTime();
            network.clean(0, never);
            return (System.nanoTime() - start) / 1e6 * manifest.sampler().steps();
        } catch (RenderProblem e) {
            throw new IllegalStateException("nobody cancels a warm-up", e);
        }
    }

    @Override
    public Fields render(RenderOrder order, RenderSink sink, Cancellation cancellation)
            throws RenderProblem, IOException, OrtException {
        ModelManifest.Clip clip = manifest.clip();
        if (!clip.sizes().contains(order.size()) || !clip.seconds().contains(order.seconds())) {
            throw new RenderProblem(
                    RenderProblem.Kind.REFUSED,
                    "model_cannot_do_this",
                    manifest.title() + " renders " + clip.sizes() + " for " + clip.seconds() + " seconds");
        }
        return new SpriteClip(manifest, at(order.size()), sink, cancellation)
                .render(order, vocabulary.read(order.prompt()));
    }

    private Denoiser at(Size wanted) throws OrtException {
        if (!wanted.equals(size)) {
            forgetSize();
            denoiser = new Denoiser(runtime, session, wanted, manifest.sampler().guidance());
            size = wanted;
        }
        return denoiser;
    }

    private void forgetSize() {
        size = null;
        if (denoiser != null) {
            denoiser.close();
            denoiser = null;
        }
    }

    @Override
    public void close() throws OrtException {
        forgetSize();
        session.close();
    }
}
