package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The outer boxes of an MP4 file (ISO 14496-12) and where its manifest store stands (C2PA 2.2, A.5). Nothing but headers is read.
 *
 * @param boxes outer boxes in the order of the file
 */
record Mp4File(List<Box> boxes) {
    /** Type of the box that holds a manifest store. */
    private static final byte[] C2PA = HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");

    private static final byte[] MANIFEST = "manifest\0".getBytes(StandardCharsets.ISO_8859_1);
    /** Box header, type, version and flags, purpose, offset of Merkle boxes. */
    static final int C2PA_HEADER = 8 + 16 + 4 + MANIFEST.length + 8;

    static final int LARGEST_STORE = 16 << 20;
    private static final int MOST_BOXES = 100_000;

    /**
     * One outer box.
     *
     * @param type four characters
     * @param c2pa whether it is a {@code uuid} box of C2PA
     * @param offset first byte in the file
     * @param size bytes with the header
     * @param header bytes of the header: 8 or 16
     */
    record Box(String type, boolean c2pa, long offset, long size, int header) {
        /** First byte behind it. */
        long end() {
            return offset + size;
        }
    }

    /** Reads the outer boxes. @throws Malformed if this is no MP4 file or its outer boxes do not fit one another */
    static Mp4File read(FileChannel file) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long end = file.size();
        for (long at = 0; at < end; at = boxes.get(boxes.size() - 1).end()) {
            if (boxes.size() == MOST_BOXES) {
                throw Malformed.box("more than " + MOST_BOXES + " outer boxes");
            }
            boxes.add(box(file, at, end));
        }
        if (boxes.isEmpty() || !"ftyp".equals(boxes.get(0).type())) {
            throw Malformed.box("this is no MP4 file: it does not begin with ftyp");
        }
        return new Mp4File(List.copyOf(boxes));
    }

    private static Box box(FileChannel file, long at, long end) throws IOException {
        ByteBuffer head = bytes(file, at, (int) Math.min(32, end - at));
        if (head.remaining() < 8) {
            throw Malformed.box("the file ends within the header of a box at " + at);
        }
        long size = Integer.toUnsignedLong(head.getInt());
        byte[] type = new byte[4];
        head.get(type);
        int header = 8;
        if (size == 1) {
            if (head.remaining() < 8) {
                throw Malformed.box("the file ends within the header of a box at " + at);
            }
            size = head.getLong();
            header = 16;
        } else if (size == 0) {
            size = end - at;
        }
        if (size < header || size > end - at) {
            throw Malformed.box("the box at " + at + " says " + size + " bytes, which does not fit the file");
        }
        String name = new String(type, StandardCharsets.ISO_8859_1);
        byte[] uuid = new byte[16];
        boolean ours = "uuid".equals(name) && size >= header + 16L && head.remaining() >= 16;
        if (ours) {
            head.get(uuid);
        }
        return new Box(name, ours && Arrays.equals(uuid, C2PA), at, size, header);
    }

    /** Reads bytes of a file. @throws Malformed if they are not there */
    static ByteBuffer bytes(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw Malformed.box("the file ends at " + (at + bytes.position()));
            }
        }
        return bytes.flip();
    }

    /** The box that holds the manifest store. @throws Malformed if there are two, or it is too short or too large */
    Optional<Box> credentials(FileChannel file) throws IOException {
        Box found = null;
        for (Box box : boxes) {
            if (box.c2pa() && isStore(file, box)) {
                if (found != null) {
                    throw Malformed.box("the file holds two manifest stores");
                }
                found = box;
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean isStore(FileChannel file, Box box) throws IOException {
        if (box.header() != 8 || box.size() < C2PA_HEADER) {
            throw Malformed.box("the box of the manifest store is too short or has a long header");
        }
        byte[] purpose = new byte[MANIFEST.length];
        bytes(file, box.offset() + 28, purpose.length).get(purpose);
        return Arrays.equals(purpose, MANIFEST);
    }

    /** The manifest store of that box, padding included. */
    static byte[] store(FileChannel file, Box box) throws IOException {
        if (box.size() - C2PA_HEADER > LARGEST_STORE) {
            throw Malformed.box("the manifest store is larger than " + LARGEST_STORE + " bytes");
        }
        return bytes(file, box.offset() + C2PA_HEADER, (int) box.size() - C2PA_HEADER)
                .array();
    }

    /** A whole box around a manifest store. */
    static byte[] box(byte[] store) {
        ByteBuffer box = ByteBuffer.allocate(C2PA_HEADER + store.length);
        box.putInt(box.capacity()).put("uuid".getBytes(StandardCharsets.ISO_8859_1));
        box.put(C2PA).putInt(0).put(MANIFEST).putLong(0).put(store);
        return box.array();
    }

    /** The 16 bytes that name C2PA's box. */
    static byte[] uuid() {
        return C2PA.clone();
    }
}
