package org.mutoscope.media.ffmpeg;

import org.mutoscope.api.media.FrameSize;

/** Brings a picture into a size without cutting or bending it. */
final class Fitting {
    private Fitting() {}

    /**
     * The filters that do it. A picture of nearly the same shape is scaled; of another, it is fitted in whole, and its outermost pixels are drawn out to the
     * edges.
     */
    static String filter(FrameSize from, FrameSize to) {
        double scale = Math.min((double) to.width() / from.width(), (double) to.height() / from.height());
        int width = side(from.width() * scale, to.width());
        int height = side(from.height() * scale, to.height());
        String scaled = "scale=" + width + ":" + height;
        if (width == to.width() && height == to.height()) {
            return scaled;
        }
        int left = (to.width() - width) / 2;
        int top = (to.height() - height) / 2;
        // Planes without subsampling, or odd borders would shift the colours.
        return scaled + ",format=gbrp,pad=" + to.width() + ":" + to.height() + ":" + left + ":" + top
                + ",fillborders=left=" + left + ":right=" + (to.width() - width - left)
                + ":top=" + top + ":bottom=" + (to.height() - height - top) + ":mode=smear";
    }

    private static int side(double exact, int most) {
        return (int) Math.max(1, Math.min(most, Math.round(exact)));
    }
}
