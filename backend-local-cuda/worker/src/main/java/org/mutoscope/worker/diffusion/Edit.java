package org.mutoscope.worker.diffusion;

import java.nio.file.Path;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.RenderProblem;

/**
 * The source of an edit.
 *
 * @param file raw RGB24
 * @param size size of its frames
 * @param frames their number; a clip that goes on beyond them stays at the last one
 * @param strength how far the edit leaves the source, 0 to 1
 */
record Edit(Path file, Size size, int frames, double strength) {
    /** The step an edit begins with: of n steps it does the last {@code n * strength}, at least one (as diffusers' video-to-video pipelines do). */
    int firstStep(int steps) {
        return steps - Math.max(1, Math.min(steps, (int) (steps * strength)));
    }

    /** Planes of a frame, see {@link Picture#planes}. */
    float[] planes(int index) throws RenderProblem {
        return Picture.read(file, size, frames, Math.min(index, frames - 1)).planes();
    }
}
