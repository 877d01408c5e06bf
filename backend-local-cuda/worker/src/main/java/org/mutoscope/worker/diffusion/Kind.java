package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Material;

/**
 * A family of models.
 *
 * @param tasks tasks that one network could do, for each kind of network; a package may offer fewer
 * @param options options a request may set
 * @param graphs graphs that every package of it has
 * @param opener makes it from a package
 */
record Kind(List<Set<String>> tasks, Set<String> options, List<String> graphs, Opener opener) {
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

    /** Options that a request for this task may set. */
    Set<String> options(String task) {
        Set<String> known = new HashSet<>(options);
        if (!task.equals(Material.EDIT)) {
            known.remove(Wishes.STRENGTH);
        }
        return known;
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
        if (tasks.stream().noneMatch(one -> one.containsAll(manifest.tasks()))) {
            String known = tasks.stream().map(Set::toString).collect(Collectors.joining(" or "));
            throw new PackageProblem(
                    "model_task_unknown",
                    "a package of pipeline " + manifest.pipeline() + " does the tasks " + known + ", not "
                            + manifest.tasks() + "; update Mutoscope or ask the publisher");
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
