package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.mutoscope.provenance.c2pa.Mp4File.Box;

/**
 * Copies an MP4 file with another manifest store. The box of the store stands directly behind {@code ftyp}, so that everything behind it
 * moves; every absolute offset is moved with it: {@code stco}, {@code co64}, {@code saio}, {@code tfhd}, {@code tfra}. Offsets of
 * {@code sidx} and those within a fragment count from the box itself and stay. A player that finds the frames is no proof for a validator and the other way round:
 * validators do not look at these offsets.
 */
final class Mp4Writer {
    /** Which box the way to the offsets goes through; that it is short bounds the walk. */
    private static final Map<String, String> WAY =
            Map.of("moov", "trak", "trak", "mdia", "mdia", "minf", "minf", "stbl", "moof", "traf");

    private static final Set<String> REWRITTEN = Set.of("moov", "moof", "mfra");
    private static final int LARGEST_INDEX = 64 << 20;
    private static final int BASE_OFFSET_PRESENT = 1;

    private final FileChannel from;
    private final FileChannel to;
    private final Mp4File file;
    private final Box removed;
    private final long insertedAt;
    private final long inserted;

    private Mp4Writer(FileChannel from, FileChannel to, long inserted) throws IOException {
        this.from = from;
        this.to = to;
        this.inserted = inserted;
        file = Mp4File.read(from);
        removed = file.credentials(from).orElse(null);
        insertedAt = file.boxes().get(0).end();
    }

    /**
     * Copies a file with another manifest store, or without.
     *
     * @param from the file; unchanged
     * @param to where the copy is written, from its beginning
     * @param box whole box of the store, or nothing to leave the copy without
     * @return where the box of the store begins in the copy
     * @throws Malformed if the file cannot be rewritten safely
     */
    static long copy(FileChannel from, FileChannel to, byte[] box) throws IOException {
        Mp4Writer writer = new Mp4Writer(from, to, box.length);
        for (Box each : writer.file.boxes()) {
            if (each.equals(writer.removed)) {
                continue;
            }
            writer.put(each);
            if (each.end() == writer.insertedAt) {
                writer.write(ByteBuffer.wrap(box));
            }
        }
        return writer.insertedAt;
    }

    private void put(Box box) throws IOException {
        if ("meta".equals(box.type())) {
            throw Malformed.box("the file holds items (meta box at " + box.offset() + "), which cannot be moved");
        }
        if (REWRITTEN.contains(box.type())) {
            if (box.size() > LARGEST_INDEX) {
                throw Malformed.box("the index of the file is larger than " + LARGEST_INDEX + " bytes");
            }
            ByteBuffer whole = Mp4File.bytes(from, box.offset(), (int) box.size());
            move(whole.slice(box.header(), (int) box.size() - box.header()), box.type());
            write(whole);
            return;
        }
        long at = box.offset();
        while (at < box.end()) {
            at += from.transferTo(at, box.end() - at, to);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private long moved(long offset) {
        long without = removed != null && offset >= removed.end() ? offset - removed.size() : offset;
        return offset >= insertedAt ? without + inserted : without;
    }

    private void move(ByteBuffer boxes, String parent) throws Malformed {
        while (boxes.hasRemaining()) {
            if (boxes.remaining() < 8) {
                throw Malformed.box("a box of the index ends within its header");
            }
            long size = Integer.toUnsignedLong(boxes.getInt(boxes.position()));
            byte[] type = new byte[4];
            boxes.get(boxes.position() + 4, type);
            if (size < 8 || size > boxes.remaining()) {
                throw Malformed.box("a box of the index says " + size + " bytes, which does not fit");
            }
            ByteBuffer content = boxes.slice(boxes.position() + 8, (int) size - 8);
            boxes.position(boxes.position() + (int) size);
            move(new String(type, StandardCharsets.ISO_8859_1), content, parent);
        }
    }

    private void move(String type, ByteBuffer content, String parent) throws Malformed {
        if (type.equals(WAY.get(parent))) {
            move(content, type);
            return;
        }
        try {
            switch (parent + "/" + type) {
                case "stbl/stco" -> table(content, 4, 4, 4);
                case "stbl/co64" -> table(content, 4, 8, 8);
                case "stbl/saio" -> auxiliary(content);
                case "traf/tfhd" -> fragment(content);
                case "mfra/tfra" -> access(content);
                case "moov/cmov" -> throw Malformed.box("the index is compressed (cmov) and cannot be moved");
                default -> {
                    // holds no absolute offset
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new Malformed("general.error", "box " + type + " is shorter than its entries");
        }
    }

    /** Entries of {@code stride} bytes behind a count at {@code at}, each of which begins with an offset of {@code width} bytes. */
    private void table(ByteBuffer content, int at, int width, int stride) throws Malformed {
        long count = Integer.toUnsignedLong(content.getInt(at));
        if (count * stride > content.capacity() - at - 4) {
            throw Malformed.box("a table of offsets says more entries than it holds");
        }
        for (int i = 0; i < count; i++) {
            offset(content, at + 4 + i * stride, width);
        }
    }

    private void offset(ByteBuffer content, int at, int width) throws Malformed {
        if (width == 8) {
            content.putLong(at, moved(content.getLong(at)));
            return;
        }
        long offset = moved(Integer.toUnsignedLong(content.getInt(at)));
        if (offset >= 1L << 32) {
            throw Malformed.box("the file is too large for its table of 32 bit offsets");
        }
        content.putInt(at, (int) offset);
    }

    private static int flags(ByteBuffer content) {
        return content.getInt(0) & 0xFFFFFF;
    }

    private void auxiliary(ByteBuffer content) throws Malformed {
        int width = content.get(0) == 0 ? 4 : 8;
        table(content, 4 + 8 * (flags(content) & 1), width, width);
    }

    private void fragment(ByteBuffer content) throws Malformed {
        if ((flags(content) & BASE_OFFSET_PRESENT) != 0) {
            offset(content, 8, 8);
        }
    }

    /** A time and an offset, then the sizes of three numbers, in bytes less one, say how long an entry is. */
    private void access(ByteBuffer content) throws Malformed {
        int width = content.get(0) == 0 ? 4 : 8;
        int sizes = content.getInt(8);
        int stride = 2 * width + 3 + ((sizes >> 4) & 3) + ((sizes >> 2) & 3) + (sizes & 3);
        long count = Integer.toUnsignedLong(content.getInt(12));
        if (count * stride > content.capacity() - 16) {
            throw Malformed.box("a table of offsets says more entries than it holds");
        }
        for (int i = 0; i < count; i++) {
            offset(content, 16 + i * stride + width, width);
        }
    }
}
