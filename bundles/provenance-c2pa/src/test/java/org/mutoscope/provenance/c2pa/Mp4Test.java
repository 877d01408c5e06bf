package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mutoscope.provenance.c2pa.Samples.FTYP;
import static org.mutoscope.provenance.c2pa.Samples.box;
import static org.mutoscope.provenance.c2pa.Samples.file;
import static org.mutoscope.provenance.c2pa.Samples.ints;
import static org.mutoscope.provenance.c2pa.Samples.join;
import static org.mutoscope.provenance.c2pa.Samples.longs;
import static org.mutoscope.provenance.c2pa.Samples.moov;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4Test {
    private static final byte[] STORE = Mp4File.box(new byte[100]);

    @TempDir
    Path folder;

    private byte[] copied(byte[] box, byte[]... parts) throws IOException {
        Path to = folder.resolve("copy.mp4");
        try (FileChannel in = FileChannel.open(file(folder, "file.mp4", parts));
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            Mp4Writer.copy(in, out, box);
        }
        return Files.readAllBytes(to);
    }

    private void refused(String words, byte[]... parts) {
        Malformed refused = assertThrows(Malformed.class, () -> copied(STORE, parts));

        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    /** The last bytes of a box of this content when the store has been put in. */
    private int[] moved(byte[] index, int from, int count) throws IOException {
        byte[] all = copied(STORE, FTYP, index, box("mdat", new byte[100]));
        ByteBuffer at = ByteBuffer.wrap(all).position(FTYP.length + STORE.length + index.length - from);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = at.getInt();
        }
        return values;
    }

    @Test
    void chunksAreFoundWhereTheyHaveMovedTo() throws IOException {
        byte[] plain = Samples.mp4();

        byte[] copy = copied(STORE, plain);

        assertEquals(plain.length + STORE.length, copy.length);
        assertArrayEquals(STORE, Arrays.copyOfRange(copy, FTYP.length, FTYP.length + STORE.length));
        ByteBuffer table = ByteBuffer.wrap(copy);
        int end = copy.length - 1008;
        assertEquals('A', copy[table.getInt(end - 8)]);
        assertEquals('B', copy[table.getInt(end - 4)]);
    }

    @Test
    void anEarlierStoreIsReplacedAndRemoved() throws IOException {
        byte[] first = copied(STORE, Samples.mp4());

        assertArrayEquals(copied(Mp4File.box(new byte[7]), Samples.mp4()), copied(Mp4File.box(new byte[7]), first));
        assertArrayEquals(Samples.mp4(), copied(new byte[0], first));
    }

    @Test
    void allKindsOfAbsoluteOffsetsMove() throws IOException {
        int by = STORE.length;
        assertArrayEquals(new int[] {0, 500 + by}, moved(moov(box("co64", ints(0, 1), longs(500))), 8, 2));
        assertArrayEquals(new int[] {500 + by}, moved(moov(box("saio", ints(0, 1, 500))), 4, 1));
        assertArrayEquals(
                new int[] {0, 500 + by}, moved(moov(box("saio", ints(0x01000001, 1, 1, 1), longs(500))), 8, 2));
        byte[] fragment = box("moof", box("traf", box("tfhd", ints(1, 1), longs(500))));
        assertArrayEquals(new int[] {0, 500 + by}, moved(fragment, 8, 2));
        byte[] access = box("mfra", box("tfra", ints(0, 1, 0, 1, 7, 500), new byte[3]));
        assertArrayEquals(new int[] {7, 500 + by}, moved(access, 11, 2));
    }

    @Test
    void relativeOffsetsAndThoseBeforeTheStoreStay() throws IOException {
        assertArrayEquals(new int[] {4}, moved(moov(box("stco", ints(0, 1, 4))), 4, 1));
        assertArrayEquals(new int[] {500}, moved(box("moof", box("traf", box("tfhd", ints(0x20000, 500)))), 4, 1));
        assertArrayEquals(new int[] {500}, moved(box("moof", box("traf", box("saio", ints(0, 1, 500)))), 4, 1));
        assertArrayEquals(new int[] {500}, moved(box("sidx", ints(0, 1, 1000, 0, 500)), 4, 1));
    }

    @Test
    void whatIsNoMp4IsRefused() {
        refused("ftyp", new byte[0]);
        refused("ftyp", box("moov"), FTYP);
        refused("header", FTYP, new byte[7]);
        refused("does not fit", FTYP, ints(7), "mdat".getBytes());
        refused("does not fit", FTYP, ints(100), "mdat".getBytes());
        refused("header", FTYP, ints(1), "mdat".getBytes());
        refused("does not fit", FTYP, ints(1), "mdat".getBytes(), longs(15));
        refused("does not fit", FTYP, ints(1), "mdat".getBytes(), longs(-1));
    }

    @Test
    void aLastBoxWithoutASizeAndLongSizesAreRead() throws IOException {
        byte[] open = join(FTYP, ints(0), "mdat".getBytes(), new byte[10]);
        byte[] large = join(FTYP, ints(1), "mdat".getBytes(), longs(20), new byte[4]);

        assertEquals(open.length + STORE.length, copied(STORE, open).length);
        assertEquals(large.length + STORE.length, copied(STORE, large).length);
    }

    @Test
    void whatCannotBeMovedSafelyIsRefused() {
        refused("more entries", FTYP, moov(box("stco", ints(0, 2, 500))));
        refused("more entries", FTYP, moov(box("stco", ints(0, -1, 500))));
        refused("shorter", FTYP, moov(box("stco", ints(0))));
        refused("more entries", FTYP, box("mfra", box("tfra", ints(0, 1, 0, 2, 7, 500), new byte[3])));
        refused("32 bit", FTYP, moov(box("stco", ints(0, 1, -1))));
        refused("compressed", FTYP, box("moov", box("cmov", new byte[4])));
        refused("items", FTYP, box("meta", new byte[4]));
        refused("does not fit", FTYP, box("moov", ints(100), "trak".getBytes()));
        refused("header", FTYP, box("moov", new byte[5]));
    }

    @Test
    void aSecondStoreIsRefusedAndForeignBoxesAreNotTakenForOne() throws IOException {
        refused("two manifest stores", FTYP, STORE, box("free"), STORE);
        refused("too short", FTYP, box("uuid", Mp4File.uuid(), new byte[4]));
        byte[] foreign = box("uuid", new byte[16], new byte[60]);
        assertEquals(FTYP.length + foreign.length + STORE.length, copied(STORE, FTYP, foreign).length);
    }

    @Test
    void aFileMayHoldNoStore() throws IOException {
        assertTrue(Mp4Reader.read(file(folder, "plain.mp4", Samples.mp4()), new Trust(List.of()), Samples.NOW)
                .isEmpty());
    }
}
