package org.mutoscope.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the C2PA manifest store in a file: where C2PA 2.1, appendix A, puts it in each format. It is taken out as it is, neither parsed nor believed, so that a mark
 * that a picture or clip came with is not lost when the file is decoded. Reading ends at the first thing that makes no sense, and at limits.
 */
final class Manifests {
    /** Media type of a manifest store. */
    static final String TYPE = "application/c2pa";
    /** Largest store that is kept, in bytes. */
    static final int MOST_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
    private static final int MOST_PIECES = 10_000;
    private static final String MP4_UUID = "d8fec3d61b0e483c92975828877ec481";

    private Manifests() {}

    /** The store, if there is one. Never fails: a file that cannot be read holds none. */
    static Optional<byte[]> of(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] store =
                    switch (FileKind.of(file)) {
                        case JPEG -> jpeg(in);
                        case PNG -> png(in);
                        case WEBP -> webp(in);
                        case MP4, MOV -> mp4(in);
                        default -> null;
                    };
            return Optional.ofNullable(store).filter(Manifests::isStore);
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("a file could not be searched for a manifest store: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Whether it begins as a JUMBF box does: length, then the type. */
    private static boolean isStore(byte[] bytes) {
        return bytes.length >= 8 && new String(bytes, 4, 4, StandardCharsets.US_ASCII).equals("jumb");
    }

    /** APP11 segments with "JP": box instance (2), number of the segment (4), then the box; from the second on its header is repeated. */
    private static byte[] jpeg(RandomAccessFile in) throws IOException {
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        int instance = -1;
        in.seek(2);
        for (int n = 0; n < MOST_PIECES; n++) {
            int marker = in.readUnsignedShort();
            if (marker == 0xffda || marker < 0xff00) {
                break; // the picture itself
            }
            int length = in.readUnsignedShort() - 2;
            long next = in.getFilePointer() + length;
            if (marker == 0xffeb && length > 16 && in.readUnsignedShort() == 0x4a50) {
                int which = in.readUnsignedShort();
                int sequence = in.readInt();
                byte[] box = new byte[length - 8];
                in.readFully(box);
                if (sequence == 1 && instance < 0 && isStore(box)) {
                    instance = which;
                    store.write(box);
                } else if (which == instance) {
                    int repeated = box[0] == 0 && box[1] == 0 && box[2] == 0 && box[3] == 1 ? 16 : 8;
                    store.write(box, Math.min(repeated, box.length), Math.max(0, box.length - repeated));
                }
                if (store.size() > MOST_BYTES) {
                    return null;
                }
            }
            in.seek(next);
        }
        return store.toByteArray();
    }

    private static byte[] png(RandomAccessFile in) throws IOException {
        in.seek(8);
        for (int n = 0; n < MOST_PIECES; n++) {
            long length = in.readInt() & 0xffffffffL;
            String type = word(in);
            if (type.equals("caBX")) {
                return bytes(in, length);
            }
            in.seek(in.getFilePointer() + length + 4);
        }
        return null;
    }

    private static byte[] webp(RandomAccessFile in) throws IOException {
        in.seek(12);
        for (int n = 0; n < MOST_PIECES; n++) {
            String type = word(in);
            long length = Integer.reverseBytes(in.readInt()) & 0xffffffffL;
            if (type.equals("C2PA")) {
                return bytes(in, length);
            }
            in.seek(in.getFilePointer() + length + (length & 1));
        }
        return null;
    }

    /** A uuid box: version and flags (4), the purpose "manifest" as text with its zero, an offset (8), the store. */
    private static byte[] mp4(RandomAccessFile in) throws IOException {
        for (int n = 0; n < MOST_PIECES; n++) {
            long begin = in.getFilePointer();
            long length = in.readInt() & 0xffffffffL;
            String type = word(in);
            length = length == 1 ? in.readLong() : length == 0 ? in.length() - begin : length;
            if (length < 8) {
                return null;
            }
            if (type.equals("uuid") && uuid(in).equals(MP4_UUID)) {
                in.readInt();
                byte[] purpose = new byte[9];
                in.readFully(purpose);
                if (new String(purpose, StandardCharsets.US_ASCII).equals("manifest\0")) {
                    in.readLong();
                    return bytes(in, begin + length - in.getFilePointer());
                }
            }
            in.seek(begin + length);
        }
        return null;
    }

    private static String word(RandomAccessFile in) throws IOException {
        return new String(bytes(in, 4), StandardCharsets.ISO_8859_1);
    }

    private static String uuid(RandomAccessFile in) throws IOException {
        return HexFormat.of().formatHex(bytes(in, 16));
    }

    /** @return null if they are too many */
    private static byte[] bytes(RandomAccessFile in, long count) throws IOException {
        if (count < 0 || count > MOST_BYTES) {
            return null;
        }
        if (count > in.length() - in.getFilePointer()) {
            throw new EOFException("the file ends in the middle of a piece");
        }
        byte[] bytes = new byte[(int) count];
        in.readFully(bytes);
        return bytes;
    }
}
