package org.mutoscope.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.mutoscope.api.media.FrameSize;

/** Writes PNG files (ISO/IEC 15948): 8 bits, RGB, each row as the differences to the one above (filter 2). Nothing but the picture. */
final class Png {
    private static final byte[] MARK = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BITS = 8;
    private static final int RGB = 2;
    private static final int UP = 2;

    private Png() {}

    /** @param rgb RGB24, rows from the top */
    static void write(FrameSize size, byte[] rgb, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.write(MARK);
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(head);
            fields.writeInt(size.width());
            fields.writeInt(size.height());
            fields.write(new byte[] {BITS, RGB, 0, 0, 0});
            chunk(out, "IHDR", head.toByteArray());
            chunk(out, "IDAT", packed(size, rgb));
            chunk(out, "IEND", new byte[0]);
        }
    }

    private static byte[] packed(FrameSize size, byte[] rgb) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(rgb.length / 4);
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, fast, 1 << 16)) {
            int row = size.width() * 3;
            byte[] differences = new byte[row];
            for (int at = 0; at < rgb.length; at += row) {
                for (int i = 0; i < row; i++) {
                    differences[i] = (byte) (rgb[at + i] - (at == 0 ? 0 : rgb[at + i - row]));
                }
                out.write(UP);
                out.write(differences);
            }
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
