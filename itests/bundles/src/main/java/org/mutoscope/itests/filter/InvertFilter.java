package org.mutoscope.itests.filter;

import java.nio.ByteBuffer;
import org.mutoscope.api.media.FrameFilter;
import org.mutoscope.api.media.FrameInfo;
import org.osgi.service.component.annotations.Component;

/** A filter for tests: inverts every frame, so that a look at the clip tells whether it ran. */
@Component(property = FrameFilter.ID + "=invert")
public final class InvertFilter implements FrameFilter {
    @Override
    public void apply(ByteBuffer rgb, FrameInfo frame) {
        for (int i = rgb.position(); i < rgb.limit(); i++) {
            rgb.put(i, (byte) ~rgb.get(i));
        }
    }
}
