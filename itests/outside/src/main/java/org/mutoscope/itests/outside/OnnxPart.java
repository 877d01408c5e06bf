package org.mutoscope.itests.outside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * More nodes for a graph that exists: two messages of protobuf, one written behind the other, are one in which lists go on. What is added computes a
 * further output, which ONNX Runtime does at each run although nobody asks for it. Field numbers are those of {@code onnx.proto}. Not thread-safe.
 */
final class OnnxPart {
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT64 = 7;
    static final int BOOL = 9;

    private static final int GRAPH_IN_MODEL = 7;
    private static final int NODE = 1;
    private static final int CONSTANT = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    private final Proto graph = new Proto();

    /** A node. @param outputs its outputs, separated by blanks @param inputs its inputs, likewise */
    OnnxPart node(String type, String outputs, String inputs, Proto... attributes) {
        Proto node = new Proto();
        for (String input : inputs.split(" ")) {
            node.text(1, input);
        }
        for (String output : outputs.split(" ")) {
            node.text(2, output);
        }
        node.text(4, type);
        for (Proto attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(NODE, node);
        return this;
    }

    /** Attribute of a whole number. */
    static Proto whole(String name, long value) {
        return new Proto().text(1, name).number(3, value).number(20, 2);
    }

    /** Attribute of whole numbers. */
    static Proto wholes(String name, long... values) {
        Proto attribute = new Proto().text(1, name).number(20, 7);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute;
    }

    /** Attribute of a type. */
    static Proto body(OnnxPart body) {
        return new Proto()
                .text(1, "body")
                .message(6, body.graph.text(2, "body"))
                .number(20, 5);
    }

    OnnxPart constant(String name, long value) {
        return constant(
                new Proto().number(2, INT64).text(8, name).bytes(9, little(8).putLong(0, value)));
    }

    OnnxPart constant(String name, float value) {
        return constant(
                new Proto().number(2, FLOAT).text(8, name).bytes(9, little(4).putFloat(0, value)));
    }

    /** A list of whole numbers. */
    OnnxPart list(String name, long... values) {
        ByteBuffer all = little(values.length * Long.BYTES);
        for (long value : values) {
            all.putLong(value);
        }
        return constant(new Proto()
                .number(1, values.length)
                .number(2, INT64)
                .text(8, name)
                .bytes(9, all));
    }

    /** A list of numbers. */
    OnnxPart list(String name, float... values) {
        ByteBuffer all = little(values.length * Float.BYTES);
        for (float value : values) {
            all.putFloat(value);
        }
        return constant(new Proto()
                .number(1, values.length)
                .number(2, FLOAT)
                .text(8, name)
                .bytes(9, all));
    }

    OnnxPart yes(String name) {
        return constant(
                new Proto().number(2, BOOL).text(8, name).bytes(9, little(1).put(0, (byte) 1)));
    }

    /** Bytes [rows, width] that lie in a file beside the graph, from its beginning. */
    OnnxPart external(String name, String file, long rows, long width) {
        return constant(new Proto()
                .number(1, rows)
                .number(1, width)
                .number(2, UINT8)
                .text(8, name)
                .message(13, new Proto().text(1, "location").text(2, file))
                .message(13, new Proto().text(1, "length").text(2, Long.toString(rows * width)))
                .number(14, 1));
    }

    private OnnxPart constant(Proto tensor) {
        graph.message(CONSTANT, tensor);
        return this;
    }

    OnnxPart input(String name, int type, int rank) {
        graph.message(INPUT, value(name, type, rank));
        return this;
    }

    OnnxPart output(String name, int type, int rank) {
        graph.message(OUTPUT, value(name, type, rank));
        return this;
    }

    private static Proto value(String name, int type, int rank) {
        Proto shape = new Proto();
        for (int i = 0; i < rank; i++) {
            shape.message(1, new Proto());
        }
        Proto tensor = new Proto().number(1, type).message(2, shape);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }

    /** A loop of so many turns, which takes microseconds a turn and looks after each whether it is to end; output {@code idled}. */
    OnnxPart idle(String turns) {
        OnnxPart turn = new OnnxPart()
                .input("turn", INT64, 0)
                .input("on", BOOL, 0)
                .input("sum", FLOAT, 0)
                .node("Identity", "still_on", "on")
                .node("Add", "new_sum", "sum one")
                .constant("one", 1f)
                .output("still_on", BOOL, 0)
                .output("new_sum", FLOAT, 0);
        return yes("yes")
                .constant("nothing", 0f)
                .node("Loop", "idled", turns + " yes nothing", body(turn))
                .output("idled", FLOAT, 0);
    }

    /** Writes it behind a graph. */
    void addTo(Path onnx) throws IOException {
        Files.write(onnx, new Proto().message(GRAPH_IN_MODEL, graph).all(), StandardOpenOption.APPEND);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A message of protobuf. */
    static final class Proto {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        byte[] all() {
            return out.toByteArray();
        }

        Proto number(int field, long value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Proto text(int field, String text) {
            return bytes(field, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        Proto message(int field, Proto message) {
            return bytes(field, ByteBuffer.wrap(message.all()));
        }

        Proto bytes(int field, ByteBuffer bytes) {
            varint(field << 3 | 2);
            varint(bytes.array().length);
            out.writeBytes(bytes.array());
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
