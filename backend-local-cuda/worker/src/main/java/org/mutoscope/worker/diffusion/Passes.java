package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.mutoscope.worker.model.Diffusion.Window;
import org.mutoscope.worker.render.Material;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A clip that is drawn pass by pass, each going on from the last frame of the one before; an extension goes on from the last frame of its source. What a pass
 * begins with is part of the clip already, but for the first pass of a clip from a picture.
 */
final class Passes {
    /** Draws one pass. */
    interface Pass {
        /** @param start picture to go on from @param frames number of frames to draw, known ones included */
        void draw(Picture start, int frames, Reel reel) throws RenderProblem, IOException, OrtException;
    }

    /** Frames that a pass has in common with what was before: the picture it begins with. */
    private static final int KNOWN = 1;

    private final int wanted;
    private final int window;
    /** Frames that the first pass has in common with what was before. */
    private final int first;

    Passes(Take take, Window window) {
        this.wanted = take.frames();
        this.window = window.frames();
        this.first = take.order().material().task().equals(Material.EXTEND) ? KNOWN : 0;
    }

    /** Number of passes. */
    int count() {
        int fresh = window - first;
        return wanted <= fresh ? 1 : 1 - Math.floorDiv(fresh - wanted, window - KNOWN);
    }

    /** Frames of a pass, known ones included: no more than are needed. */
    private int frames(int pass) {
        int before = pass == 0 ? 0 : window - first + (pass - 1) * (window - KNOWN);
        return Math.min(window, wanted - before + known(pass));
    }

    private int known(int pass) {
        return pass == 0 ? first : KNOWN;
    }

    /** Draws all of them. */
    void run(Take take, Pass pass) throws RenderProblem, IOException, OrtException {
        Picture start = take.start();
        for (int k = 0; k < count(); k++) {
            take.window(k, count());
            Reel reel = new Reel(take, known(k));
            pass.draw(start, frames(k), reel);
            start = reel.last();
        }
    }
}
