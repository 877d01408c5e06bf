package org.mutoscope.worker.render;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a render puts its progress and its frames. Used by the inference thread alone. */
public interface RenderSink {
    /** @param fraction 0 to 1 @param phase one word for people */
    void progress(double fraction, String phase) throws IOException;

    /** Takes one frame; blocks while the platform is behind. @param rgb height x width x 3 bytes; may be reused on return */
    void frame(int index, ByteBuffer rgb) throws IOException;
}
