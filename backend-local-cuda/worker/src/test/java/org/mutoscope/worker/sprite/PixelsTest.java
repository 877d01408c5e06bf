package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PixelsTest {
    @Test
    void planesBecomeInterleavedBytes() {
        FloatBuffer planes = FloatBuffer.wrap(new float[] {-1f, 1f, 0f, 0.5f, -0.5f, 0.999f});
        ByteBuffer rgb = ByteBuffer.allocate(6);
        Pixels.toRgb(planes, rgb);
        assertArrayEquals(new byte[] {0, (byte) 128, 64, (byte) 255, (byte) 191, (byte) 255}, rgb.array());
    }
}
