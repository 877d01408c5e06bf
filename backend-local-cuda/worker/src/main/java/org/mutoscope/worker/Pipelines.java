package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.diffusion.DiffusionModel;
import org.mutoscope.worker.model.Diffusion;
import org.mutoscope.worker.model.ModelManifest;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.Opening;
import org.mutoscope.worker.sprite.LayersModel;
import org.mutoscope.worker.sprite.SpriteModel;

/** The programs that can render a package. Packages of format 1 are sprites, those of format 2 diffusion models. */
final class Pipelines {
    private Pipelines() {}

    /** Opens a package. @throws PackageProblem if it does not fit its pipeline or there is none of this name */
    static OpenModel open(ModelPackage files, InferenceRuntime runtime, Opening opening)
            throws PackageProblem, OrtException {
        check(files);
        if (files.manifest().recipe() instanceof ModelManifest.Layers) {
            return LayersModel.open(files, runtime);
        }
        return sprite(files) ? SpriteModel.open(files, runtime) : DiffusionModel.open(files, runtime, opening);
    }

    /** Checks what can be seen without loading graphs. @throws PackageProblem if there is no such pipeline or it misses something */
    static void check(ModelPackage files) throws PackageProblem {
        String pipeline = files.manifest().pipeline();
        boolean known = sprite(files) ? pipeline.equals("sprite") : DiffusionModel.knows(pipeline);
        if (!known) {
            throw new PackageProblem(
                    "model_pipeline_unknown",
                    "this version has no pipeline \"" + pipeline + "\" in a package of format "
                            + (sprite(files) ? 1 : 2) + "; update Mutoscope or ask the publisher");
        }
        if (!sprite(files)) {
            DiffusionModel.check(files);
        }
    }

    private static boolean sprite(ModelPackage files) {
        return !(files.manifest().recipe() instanceof Diffusion);
    }
}
