package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.model.ModelPackage;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.sprite.SpriteModel;

/** The programs that can render a package. A new one is a new case here. */
final class Pipelines {
    private Pipelines() {}

    static OpenModel open(ModelPackage files, InferenceRuntime runtime) throws PackageProblem, OrtException {
        String pipeline = files.manifest().pipeline();
        return switch (pipeline) {
            case "sprite" -> SpriteModel.open(files, runtime);
            default -> throw new PackageProblem(
                    "model_pipeline_unknown",
                    "this version has no pipeline \"" + pipeline + "\", only sprite; update Mutoscope");
        };
    }
}
