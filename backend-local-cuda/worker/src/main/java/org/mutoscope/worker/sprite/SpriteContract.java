package org.mutoscope.worker.sprite;

import static ai.onnxruntime.OnnxJavaType.FLOAT;
import static ai.onnxruntime.OnnxJavaType.INT64;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Set;
import org.mutoscope.worker.model.GraphContract;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelManifest.PackageFile;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;

/**
 * What a package for this pipeline must look like. Graph {@code denoiser}: {@code noisy} f32 [1,3,H,W] from -1 to 1, {@code time} f32 [1],
 * {@code caption} i64 [1,4], {@code phase} f32 [1], {@code context} f32 [1,6,H,W] (frame k-2, then k-1), {@code guidance} f32 [1] give
 * {@code clean} f32 [1,3,H,W].
 */
final class SpriteContract {
    static final String DENOISER = "denoiser";
    static final String VOCABULARY = "vocabulary";
    static final int SLOTS = 4;

    private static final Set<String> TASKS = Set.of("text-to-video");
    private static final String SAMPLER = "euler-rectified-flow";

    private SpriteContract() {}

    /** Checks what can be seen without the graph. */
    static void check(ModelManifest manifest) throws PackageProblem {
        if (!TASKS.containsAll(manifest.tasks())) {
            throw new PackageProblem(
                    "model_task_unknown",
                    "pipeline sprite knows the tasks " + TASKS + ", not " + manifest.tasks() + "; update Mutoscope");
        }
        if (!manifest.sampler().type().equals(SAMPLER)) {
            throw new PackageProblem(
                    "model_sampler_unknown",
                    "pipeline sprite knows the sampler " + SAMPLER + ", not "
                            + manifest.sampler().type());
        }
    }

    /** Checks the graph's own words at every size it is to render. */
    static void check(OrtSession session, ModelManifest manifest) throws PackageProblem, OrtException {
        PackageFile graph = manifest.graphs().get(DENOISER);
        if (!Set.copyOf(graph.inputs().values()).equals(session.getInputNames())
                || !Set.copyOf(graph.outputs().values()).equals(session.getOutputNames())) {
            throw new PackageProblem(
                    "model_graph_inputs",
                    "the denoiser has inputs " + session.getInputNames() + " and outputs " + session.getOutputNames()
                            + ", model.json says " + graph.inputs().values() + " and "
                            + graph.outputs().values()
                            + "; ask the publisher");
        }
        for (Size size : manifest.clip().sizes()) {
            inputs(size).check(session.getInputInfo(), "inputs");
            outputs(size).check(session.getOutputInfo(), "outputs");
        }
    }

    private static GraphContract inputs(Size size) {
        return new GraphContract()
                .tensor("noisy", FLOAT, 1, 3, size.height(), size.width())
                .tensor("time", FLOAT, 1)
                .tensor("caption", INT64, 1, SLOTS)
                .tensor("phase", FLOAT, 1)
                .tensor("context", FLOAT, 1, 6, size.height(), size.width())
                .tensor("guidance", FLOAT, 1);
    }

    private static GraphContract outputs(Size size) {
        return new GraphContract().tensor("clean", FLOAT, 1, 3, size.height(), size.width());
    }
}
