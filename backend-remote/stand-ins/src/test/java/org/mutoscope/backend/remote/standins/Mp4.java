package org.mutoscope.backend.remote.standins;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the length of an MP4 from its movie header, as plainly as can be. */
final class Mp4 {
    private Mp4() {}

    /** Rounded to whole seconds. */
    static int seconds(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        ByteBuffer header = ByteBuffer.wrap(file, text.indexOf("mvhd") + 16, 8);
        int scale = header.getInt();
        return Math.round((float) header.getInt() / scale);
    }

    static boolean sound(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).contains("mp4a");
    }
}
