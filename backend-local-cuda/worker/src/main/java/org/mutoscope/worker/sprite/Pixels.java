package org.mutoscope.worker.sprite;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** From planes of floats, -1 to 1, to interleaved bytes. */
final class Pixels {
    private Pixels() {}

    /** @param planes red, green and blue, each {@code rgb.capacity() / 3} values @param rgb filled from 0 to its capacity */
    static void toRgb(FloatBuffer planes, ByteBuffer rgb) {
        int pixels = rgb.capacity() / 3;
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < pixels; i++) {
                rgb.put(i * 3 + channel, (byte) Math.round(planes.get(channel * pixels + i) * 127.5f + 127.5f));
            }
        }
    }
}
