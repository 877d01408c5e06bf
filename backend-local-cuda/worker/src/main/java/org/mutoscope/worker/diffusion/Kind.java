package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;

/**
 * A family of models.
 *
 * @param tasks tasks it could do; a package may offer fewer
 * @param options options a request may set
 * @param graphs graphs that every package of it has
 * @param opener makes it from a package
 */
record Kind(Set<String> tasks, Set<String> options, List<String> graphs, Opener opener) {
    private static final Map<String, Kind> ALL = Map.of(
            "svd",
            SvdPipeline.KIND,
            "wan",
            WanPipeline.KIND,
            "animatediff",
            AnimateDiffPipeline.KIND,
            "ltx",
            LtxPipeline.KIND);

    /** Makes a family from a package. */
    interface Opener {
        /** @throws PackageProblem if the package does not fit */
        Family open(Parts parts) throws PackageProblem, OrtException;
    }

    static boolean knows(String pipeline) {
        return ALL.containsKey(pipeline);
    }

    static Kind of(ModelManifest manifest) {
        return ALL.get(manifest.pipeline());
    }

    /** Checks what can be seen without loading graphs. @throws PackageProblem if the package does not fit */
    void check(ModelPackage files) throws PackageProblem {
        ModelManifest manifest = files.manifest();
        if (!tasks.containsAll(manifest.tasks())) {
            throw new PackageProblem(
                    "model_task_unknown",
                    "pipeline " + manifest.pipeline() + " knows the tasks " + tasks + ", not " + manifest.tasks()
                            + "; update Mutoscope");
        }
        for (String role : graphs) {
            files.graph(role);
        }
        int spatial = manifest.diffusion().latent().spatial();
        for (Size size : manifest.clip().sizes()) {
            if (size.width() % spatial + size.height() % spatial > 0) {
                throw new PackageProblem(
                        "model_field_invalid",
                        "model.json: render_sizes must be multiples of latent.spatial, " + spatial + ", unlike " + size
                                + "; correct it or ask the publisher");
            }
        }
        new Parts(files, null).checkScheduler();
        if (graphs.contains(TextEncoding.ROLE)) {
            TextEncoding.tokenizer(files);
        }
    }
}
