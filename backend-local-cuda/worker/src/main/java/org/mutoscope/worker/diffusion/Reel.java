package org.mutoscope.worker.diffusion;

import java.io.IOException;
import java.util.Arrays;
import org.mutoscope.worker.render.RenderProblem;

/** The frames of one pass: those that are known already are left out, the others are handed over, the last one is kept for the next pass. */
final class Reel {
    private final Take take;
    private final int frameBytes;
    private int skip;
    private Picture last;

    /** @param known frames at the beginning that are part of the clip already */
    Reel(Take take, int known) {
        this.take = take;
        this.frameBytes = take.size().pixels() * 3;
        this.skip = known;
    }

    /** Adds whole frames, one after the other. */
    void add(byte[] rgb) throws IOException, RenderProblem {
        int count = rgb.length / frameBytes;
        int left = Math.min(skip, count);
        skip -= left;
        last = new Picture(take.size(), Arrays.copyOfRange(rgb, (count - 1) * frameBytes, count * frameBytes));
        take.delivery().offer(rgb, left, take.cancellation());
    }

    /** The last frame so far. */
    Picture last() {
        return last;
    }

    /** Whether more frames are wanted. */
    boolean wantsMore() {
        return take.delivery().wantsMore();
    }
}
