package org.mutoscope.worker.sprite;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.VocabularyFile;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;

/** A sprite model of layers in memory; see {@link LayersContract}. */
public final class LayersModel implements OpenModel {
    private static final RenderSink NOWHERE = new RenderSink() {
        @Override
        public void progress(double fraction, String phase) {
            // nobody waits for a warm-up
        }

        @Override
        public void frame(int index, ByteBuffer rgb) {
            // nor looks at it
        }
    };

    private final InferenceRuntime runtime;
    private final ModelManifest manifest;
    private final Vocabulary vocabulary;
    private final Map<String, OrtSession> graphs = new LinkedHashMap<>();

    private LayersModel(InferenceRuntime runtime, ModelManifest manifest, Vocabulary vocabulary) {
        this.runtime = runtime;
        this.manifest = manifest;
        this.vocabulary = vocabulary;
    }

    /** Opens a package. @throws PackageProblem if it does not fit this pipeline */
    public static LayersModel open(ModelPackage files, InferenceRuntime runtime) throws PackageProblem, OrtException {
        LayersContract.check(files.manifest());
        Vocabulary vocabulary = VocabularyFile.read(files.file(LayersContract.VOCABULARY));
        LayersModel model = new LayersModel(runtime, files.manifest(), vocabulary);
        try {
            for (String role : LayersContract.roles(files.manifest())) {
                model.graphs.put(role, SpriteModel.open(files.graph(role), runtime));
                LayersContract.check(role, model.graphs.get(role), files.manifest(), vocabulary);
            }
        } catch (PackageProblem | OrtException e) {
            model.close();
            throw e;
        }
        return model;
    }

    @Override
    public Optional<Vocabulary> vocabulary() {
        return Optional.of(vocabulary);
    }

    @Override
    public double warmUp() throws PackageProblem, OrtException {
        ModelManifest.Clip clip = manifest.clip();
        RenderOrder trial = new RenderOrder(
                manifest.id(), "", clip.sizes().get(0), clip.seconds().get(0), 0);
        try (Cancellation never = new Cancellation()) {
            clip(NOWHERE, never).render(trial, new long[vocabulary.slots()], 2);
            long start = System.nanoTime();
            clip(NOWHERE, never).render(trial, new long[vocabulary.slots()], 4);
            return (System.nanoTime() - start) / 4e6;
        } catch (RenderProblem e) {
            throw new PackageProblem(e.code(), e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("nowhere does not go away", e);
        }
    }

    @Override
    public Fields render(RenderOrder order, RenderSink sink, Cancellation cancellation)
            throws RenderProblem, IOException, OrtException {
        ModelManifest.Clip clip = manifest.clip();
        if (!clip.sizes().contains(order.size())
                || !clip.seconds().contains(order.seconds())
                || !manifest.tasks().contains(order.material().task())) {
            throw new RenderProblem(
                    RenderProblem.Kind.REFUSED,
                    "model_cannot_do_this",
                    manifest.title() + " renders " + clip.sizes() + " for " + clip.seconds() + " seconds, "
                            + manifest.tasks());
        }
        return clip(sink, cancellation)
                .render(order, vocabulary.read(order.prompt()).ids(), clip.framesPerSecond() * order.seconds())
                .put("model_version", manifest.version());
    }

    private LayersClip clip(RenderSink sink, Cancellation cancellation) {
        return new LayersClip(runtime.environment(), graphs, sink, cancellation);
    }

    @Override
    public void close() throws OrtException {
        for (OrtSession graph : graphs.values()) {
            graph.close();
        }
        graphs.clear();
    }
}
