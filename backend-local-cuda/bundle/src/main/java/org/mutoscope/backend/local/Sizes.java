package org.mutoscope.backend.local;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.media.FrameSize;

/** Sizes that can be asked for, and the sizes a model renders for them; the platform's encoder scales the one to the other. */
final class Sizes {
    /** Those of the Sora API, then common smaller ones. */
    private static final List<FrameSize> COMMON = List.of(
            new FrameSize(720, 1280),
            new FrameSize(1280, 720),
            new FrameSize(1024, 1792),
            new FrameSize(1792, 1024),
            new FrameSize(1080, 1920),
            new FrameSize(1920, 1080),
            new FrameSize(360, 640),
            new FrameSize(640, 360),
            new FrameSize(480, 854),
            new FrameSize(854, 480));

    private Sizes() {}

    /** Sizes that a model can deliver: its own, and common ones of the same orientation. */
    static Set<FrameSize> delivered(List<FrameSize> renderSizes) {
        Set<FrameSize> sizes = new HashSet<>(renderSizes);
        COMMON.stream().filter(size -> rendered(size, renderSizes).isPresent()).forEach(sizes::add);
        return sizes;
    }

    /** The size to render: the same, else of the same orientation the one whose shape is nearest, of equal ones the largest. */
    static Optional<FrameSize> rendered(FrameSize wanted, List<FrameSize> renderSizes) {
        if (renderSizes.contains(wanted)) {
            return Optional.of(wanted);
        }
        return renderSizes.stream()
                .filter(size -> orientation(size) == orientation(wanted))
                .min(Comparator.<FrameSize>comparingDouble(size -> Math.abs(Math.log(shape(size) / shape(wanted))))
                        .thenComparing(FrameSize::rgbBytes, Comparator.reverseOrder()));
    }

    private static int orientation(FrameSize size) {
        return Integer.compare(size.width(), size.height());
    }

    private static double shape(FrameSize size) {
        return (double) size.width() / size.height();
    }
}
