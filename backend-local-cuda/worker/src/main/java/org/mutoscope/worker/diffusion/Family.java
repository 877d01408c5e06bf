package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.mutoscope.worker.render.RenderProblem;

/** A model of one family, in memory. */
interface Family {
    /** What makes frames of its latents. */
    Decoder decoder();

    /** Draws a clip and offers its frames to {@link Take#delivery}. */
    void render(Take take) throws RenderProblem, IOException, OrtException;
}
