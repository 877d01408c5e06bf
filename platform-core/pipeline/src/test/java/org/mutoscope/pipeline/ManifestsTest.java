package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifest stores where C2PA puts them, and files that only look like it. */
class ManifestsTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    @TempDir
    Path data;

    /** A box of JUMBF: length, type, anything. */
    static byte[] store(int bytes) {
        byte[] store = new byte[bytes];
        new Random(7).nextBytes(store);
        ByteBuffer.wrap(store).putInt(bytes).put("jumb".getBytes(StandardCharsets.US_ASCII));
        return store;
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer number) {
                out.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
            } else if (part instanceof Short number) {
                out.writeBytes(ByteBuffer.allocate(2).putShort(number).array());
            } else if (part instanceof String text) {
                out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.writeBytes((byte[]) part);
            }
        }
        return out.toByteArray();
    }

    /** A box of an MP4 that holds a store. */
    static byte[] box(byte[] store, String purpose) {
        byte[] uuid = HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");
        byte[] body = bytes("uuid", uuid, 0, purpose + "\0", 0, 0, store);
        return bytes(body.length + 4, body);
    }

    private Optional<byte[]> read(byte[] file) throws IOException {
        return Manifests.of(Files.write(data.resolve("file"), file));
    }

    private static byte[] segment(int instance, int sequence, byte[] box) {
        return bytes((short) 0xffeb, (short) (box.length + 10), "JP", (short) instance, sequence, box);
    }

    @Test
    void aJpegHasItInSegments() throws Exception {
        byte[] store = store(150_000);
        byte[] head = Arrays.copyOf(store, 8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(bytes((short) 0xffd8, (short) 0xffe0, (short) 16, new byte[14]));
        file.writeBytes(segment(1, 1, Arrays.copyOfRange(store, 0, 60_000)));
        file.writeBytes(segment(1, 2, bytes(head, Arrays.copyOfRange(store, 60_000, 110_000))));
        file.writeBytes(segment(9, 1, store(100))); // another box, of something else
        file.writeBytes(segment(1, 3, bytes(head, Arrays.copyOfRange(store, 110_000, 150_000))));
        file.writeBytes(bytes((short) 0xffda, (short) 8, new byte[600]));
        assertArrayEquals(store, read(file.toByteArray()).orElseThrow());
    }

    @Test
    void aPngHasItInAChunk() throws Exception {
        byte[] store = store(5_000);
        byte[] file = bytes(PNG, 13, "IHDR", new byte[13], 0, store.length, "caBX", store, 0, 0, "IEND", 0);
        assertArrayEquals(store, read(file).orElseThrow());
        assertTrue(read(bytes(PNG, 13, "IHDR", new byte[13], 0, 0, "IEND", 0)).isEmpty());
    }

    @Test
    void aWebpHasItInAChunk() throws Exception {
        byte[] store = store(333);
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(store.length)
                .array();
        byte[] odd =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(3).array();
        byte[] file = bytes("RIFF", 0, "WEBP", "VP8X", odd, new byte[4], "C2PA", length, store, new byte[1]);
        assertArrayEquals(store, read(file).orElseThrow());
    }

    @Test
    void anMp4HasItInABox() throws Exception {
        byte[] store = store(4_321);
        byte[] ftyp = bytes(24, "ftypmp42", new byte[12]);
        byte[] other = bytes(24, "uuid", new byte[16]);
        byte[] moov = bytes(1, "moov", 0, 116, new byte[100]);
        byte[] merkle = box(store(10), "merkle");
        assertArrayEquals(
                store,
                read(bytes(ftyp, other, moov, merkle, box(store, "manifest"), 0, "mdat", new byte[50]))
                        .orElseThrow());
        assertTrue(read(bytes(ftyp, other, moov, 0, "mdat", new byte[500])).isEmpty());
    }

    @Test
    void whatIsCutTooLargeOrNoBoxIsNone() throws Exception {
        byte[] ftyp = bytes(24, "ftypmp42", new byte[12]);
        assertTrue(read(bytes(ftyp, box(store(Manifests.MOST_BYTES + 1), "manifest")))
                .isEmpty());
        assertTrue(read(bytes(ftyp, box("nothing of the kind".getBytes(), "manifest")))
                .isEmpty());
        byte[] whole = bytes(PNG, 13, "IHDR", new byte[13], 0, 5_000, "caBX", store(5_000));
        for (int length = 0; length < whole.length; length += 97) {
            assertTrue(read(Arrays.copyOf(whole, length)).isEmpty(), "cut at " + length);
        }
        assertTrue(Manifests.of(data.resolve("none")).isEmpty());
        Random random = new Random(20261123);
        for (int i = 0; i < 2_000; i++) { // begins as a file of each kind, goes on as anything
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            byte[][] begins = {PNG, {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, "RIFF....WEBP".getBytes(), ftyp};
            assertEquals(Optional.empty(), read(bytes(begins[i % 4], noise)), "seed 20261123, round " + i);
        }
    }
}
