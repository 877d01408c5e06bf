package org.mutoscope.provenance.c2pa;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A JUMBF superbox (ISO 19566-5; C2PA 2.2, section 11.1): a description with a type and a label, then content.
 *
 * @param kind first four characters of its type, for example {@code c2ma}; of a type outside that family its 32 hex digits
 * @param label its label
 * @param boxes superboxes within, in order
 * @param contents other boxes within, in order
 * @param body everything behind the box's own header; a reference to the box holds the digest of this
 */
record Superbox(String kind, String label, List<Superbox> boxes, List<Content> contents, ByteBuffer body) {
    /** Type of a box that holds a file. */
    static final String FILE = "40cb0c32bb8a489da70b2ad6f47f4369";

    static final int DEEPEST = 32;
    static final int MOST_BOXES = 4_096;

    private static final String FAMILY = "00110010800000aa00389b71";
    private static final int REQUESTABLE = 1;
    private static final int LABELLED = 2;
    private static final int NUMBERED = 4;
    private static final int SIGNED = 8;
    private static final int LONGEST_LABEL = 512;

    /**
     * A box that is no superbox.
     *
     * @param type four characters
     * @param data its content
     */
    record Content(String type, ByteBuffer data) {
        /** The content as an array of its own. */
        byte[] bytes() {
            return array(data);
        }
    }

    /** A superbox of superboxes. */
    static Superbox of(String kind, String label, List<Superbox> boxes) {
        ByteArrayOutputStream body = description(kind, label);
        boxes.forEach(box -> body.writeBytes(box.bytes()));
        return new Superbox(kind, label, List.copyOf(boxes), List.of(), ByteBuffer.wrap(body.toByteArray()));
    }

    /** A superbox with one content box of the same four characters, for example {@code cbor} or {@code json}. */
    static Superbox of(String kind, String label, byte[] content) {
        return of(kind, label, new Content(kind, ByteBuffer.wrap(content)));
    }

    /** A superbox with content boxes. */
    static Superbox of(String kind, String label, Content... contents) {
        ByteArrayOutputStream body = description(kind, label);
        for (Content content : contents) {
            body.writeBytes(header(8 + content.data().remaining(), content.type()));
            body.writeBytes(content.bytes());
        }
        return new Superbox(kind, label, List.of(), List.of(contents), ByteBuffer.wrap(body.toByteArray()));
    }

    private static ByteArrayOutputStream description(String kind, String label) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(header(8 + 16 + 1 + name.length + 1, "jumd"));
        out.writeBytes(HexFormat.of().parseHex(kind.length() == 4 ? hex(kind) + FAMILY : kind));
        out.write(REQUESTABLE | LABELLED);
        out.writeBytes(name);
        out.write(0);
        return out;
    }

    private static String hex(String kind) {
        return HexFormat.of().formatHex(kind.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] header(int size, String type) {
        return ByteBuffer.allocate(8)
                .putInt(size)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    /** The whole box. */
    byte[] bytes() {
        ByteBuffer whole = ByteBuffer.allocate(8 + body.remaining());
        whole.put(header(whole.capacity(), "jumb")).put(body.duplicate());
        return whole.array();
    }

    /** Digest of the box as a reference to it holds it. */
    byte[] digest(String algorithm) throws Malformed {
        MessageDigest digest = Digests.of(algorithm);
        digest.update(body.duplicate());
        return digest.digest();
    }

    /** The superbox within that has a label. */
    Optional<Superbox> box(String wanted) {
        return boxes.stream().filter(box -> box.label().equals(wanted)).findFirst();
    }

    /** The one content box of a type. @throws Malformed if there is none or more than one */
    byte[] content(String type) throws Malformed {
        List<Content> found =
                contents.stream().filter(c -> c.type().equals(type)).toList();
        if (found.size() != 1) {
            throw Malformed.box(
                    "box " + label + " holds " + found.size() + " boxes of type " + type + " instead of one");
        }
        return found.get(0).bytes();
    }

    private static byte[] array(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }

    /**
     * Reads the superbox that a stranger wrote. Zeros may follow it.
     *
     * @throws Malformed if a length, label, type or depth breaks the format, or there are more than {@value #MOST_BOXES} boxes
     */
    static Superbox read(byte[] bytes) throws Malformed {
        Reading reading = new Reading();
        ByteBuffer in = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        Content outer = reading.next(in);
        while (in.hasRemaining()) {
            if (in.get() != 0) {
                throw Malformed.box("something other than padding follows the manifest store");
            }
        }
        if (!"jumb".equals(outer.type())) {
            throw Malformed.box("the manifest store is no JUMBF box");
        }
        return reading.superbox(outer.data(), 1);
    }

    /** One walk through nested boxes: it counts them. */
    private static final class Reading {
        private int boxes;

        Content next(ByteBuffer in) throws Malformed {
            if (++boxes > MOST_BOXES) {
                throw Malformed.box("more than " + MOST_BOXES + " boxes");
            }
            if (in.remaining() < 8) {
                throw Malformed.box("a box ends within its header");
            }
            long size = Integer.toUnsignedLong(in.getInt());
            byte[] type = new byte[4];
            in.get(type);
            long length = size == 1 ? large(in) : size - 8;
            if (length < 0 || length > in.remaining()) {
                throw Malformed.box("a box of " + size + " bytes does not fit where it stands");
            }
            ByteBuffer data = in.slice(in.position(), (int) length);
            in.position(in.position() + (int) length);
            return new Content(new String(type, StandardCharsets.ISO_8859_1), data);
        }

        private static long large(ByteBuffer in) throws Malformed {
            if (in.remaining() < 8) {
                throw Malformed.box("a box ends within its header");
            }
            return in.getLong() - 16;
        }

        Superbox superbox(ByteBuffer body, int depth) throws Malformed {
            if (depth > DEEPEST) {
                throw Malformed.box("boxes are nested deeper than " + DEEPEST);
            }
            ByteBuffer in = body.duplicate();
            Content description = next(in);
            if (!"jumd".equals(description.type())) {
                throw Malformed.box("a JUMBF box does not begin with its description");
            }
            byte[] type = new byte[16];
            String label = label(description.data().duplicate(), type);
            List<Superbox> inner = new ArrayList<>();
            List<Content> contents = new ArrayList<>();
            while (in.hasRemaining()) {
                Content content = next(in);
                if ("jumb".equals(content.type())) {
                    inner.add(superbox(content.data(), depth + 1));
                } else {
                    contents.add(content);
                }
            }
            once(inner);
            return new Superbox(kind(type), label, List.copyOf(inner), List.copyOf(contents), body);
        }

        private static void once(List<Superbox> inner) throws Malformed {
            if (inner.stream().map(Superbox::label).distinct().count() < inner.size()) {
                throw Malformed.box("two boxes beside one another have the same label");
            }
        }

        private static String kind(byte[] type) {
            String hex = HexFormat.of().formatHex(type);
            return hex.endsWith(FAMILY) ? new String(type, 0, 4, StandardCharsets.ISO_8859_1) : hex;
        }

        private static String label(ByteBuffer in, byte[] type) throws Malformed {
            if (in.remaining() < 17) {
                throw Malformed.box("a description box is too short");
            }
            in.get(type);
            int toggles = in.get();
            if ((toggles & LABELLED) == 0 || (toggles & (NUMBERED | SIGNED)) != 0) {
                throw Malformed.box("a description box has toggles " + toggles);
            }
            int start = in.position();
            while (in.hasRemaining()) {
                if (in.get() == 0) {
                    return checked(in.slice(start, in.position() - 1 - start));
                }
            }
            throw Malformed.box("a label does not end");
        }

        private static String checked(ByteBuffer name) throws Malformed {
            try {
                String label = StandardCharsets.UTF_8.newDecoder().decode(name).toString();
                if (label.isEmpty()
                        || label.length() > LONGEST_LABEL
                        || label.chars()
                                .anyMatch(c -> c < ' ' || "/;?#".indexOf(c) >= 0 || Character.isISOControl(c))) {
                    throw Malformed.box("a label is empty, too long or holds a character that labels must not hold");
                }
                return label;
            } catch (CharacterCodingException e) {
                throw Malformed.box("a label is not UTF-8");
            }
        }
    }
}
