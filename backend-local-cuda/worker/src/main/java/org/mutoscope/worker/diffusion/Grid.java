package org.mutoscope.worker.diffusion;

import org.mutoscope.worker.model.Size;

/**
 * One frame of latents.
 *
 * @param h its height
 * @param w its width
 */
record Grid(int h, int w) {
    /** Of a frame. @param spatial pixels of a side for one value */
    static Grid of(Size size, int spatial) {
        return new Grid(size.height() / spatial, size.width() / spatial);
    }

    /** Values of one channel. */
    int cells() {
        return h * w;
    }
}
