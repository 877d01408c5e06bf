package org.mutoscope.worker.diffusion;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import org.mutoscope.worker.render.RenderProblem;

/**
 * A tensor over a direct buffer that is written or read in place and lives through many runs. Values go in and out as float or long, whatever type the
 * graph wants.
 */
final class Slot implements AutoCloseable {
    /** What can be converted. */
    static final Set<OnnxJavaType> TYPES = Set.of(
            OnnxJavaType.FLOAT,
            OnnxJavaType.FLOAT16,
            OnnxJavaType.BFLOAT16,
            OnnxJavaType.DOUBLE,
            OnnxJavaType.INT64,
            OnnxJavaType.INT32,
            OnnxJavaType.UINT8);

    private final OnnxJavaType type;
    private final long[] shape;
    private final int values;
    private final ByteBuffer bytes;
    private final OnnxTensor tensor;

    /** @throws RenderProblem {@code model_tensor_too_large} if it would have more than 2 GiB, the most that Java can hand over */
    Slot(OrtEnvironment environment, OnnxJavaType type, long... shape) throws RenderProblem, OrtException {
        this.type = type;
        this.shape = shape.clone();
        this.bytes = ByteBuffer.allocateDirect(length(type, shape)).order(ByteOrder.nativeOrder());
        this.values = bytes.capacity() / type.size;
        this.tensor = OnnxTensor.createTensor(environment, bytes, shape, type);
    }

    /** Number of values of a shape. */
    static int count(long... shape) {
        long count = 1;
        for (long length : shape) {
            count = Math.multiplyExact(count, length);
        }
        return Math.toIntExact(count);
    }

    private static int length(OnnxJavaType type, long... shape) throws RenderProblem {
        try {
            return Math.multiplyExact(count(shape), type.size);
        } catch (ArithmeticException e) {
            throw new RenderProblem(
                    RenderProblem.Kind.FINAL,
                    "model_tensor_too_large",
                    "a tensor " + Arrays.toString(shape) + " of type " + type
                            + " would have more than 2 GiB; take a smaller size or a shorter clip, or have the package decode in pieces (decode.tile)");
        }
    }

    OnnxTensor tensor() {
        return tensor;
    }

    long[] shape() {
        return shape.clone();
    }

    boolean has(long... wanted) {
        return Arrays.equals(shape, wanted);
    }

    /** Holds a graph to a shape that follows from the frames' size. @throws RenderProblem {@code model_output_wrong} if it has another one */
    Slot wanted(long... wanted) throws RenderProblem {
        if (!has(wanted)) {
            throw new RenderProblem(
                    RenderProblem.Kind.FINAL,
                    "model_output_wrong",
                    "a graph answered a tensor " + Arrays.toString(shape) + " instead of " + Arrays.toString(wanted)
                            + "; the package is wrong about its latents");
        }
        return this;
    }

    /** Copies values in, beginning at value {@code at}. */
    void write(int at, float[] from) {
        check(at + from.length, values);
        switch (type) {
            case FLOAT -> bytes.asFloatBuffer().put(at, from);
            case FLOAT16 -> {
                for (int i = 0; i < from.length; i++) {
                    bytes.putShort(2 * (at + i), Fp16Conversions.floatToFp16(from[i]));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < from.length; i++) {
                    bytes.putShort(2 * (at + i), Fp16Conversions.floatToBf16(from[i]));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < from.length; i++) {
                    bytes.putDouble(8 * (at + i), from[i]);
                }
            }
            default -> {
                for (int i = 0; i < from.length; i++) {
                    write(at + i, (long) from[i]);
                }
            }
        }
    }

    /** Copies values in. */
    void write(long[] from) {
        check(from.length, values);
        for (int i = 0; i < values; i++) {
            write(i, from[i]);
        }
    }

    private void write(int i, long value) {
        switch (type) {
            case INT64 -> bytes.putLong(8 * i, value);
            case INT32 -> bytes.putInt(4 * i, (int) value);
            case UINT8 -> bytes.put(i, (byte) value);
            case FLOAT -> bytes.putFloat(4 * i, value);
            case FLOAT16 -> bytes.putShort(2 * i, Fp16Conversions.floatToFp16(value));
            case BFLOAT16 -> bytes.putShort(2 * i, Fp16Conversions.floatToBf16(value));
            case DOUBLE -> bytes.putDouble(8 * i, value);
            default -> throw new IllegalStateException("no values of type " + type);
        }
    }

    /** Copies all values out to {@code into}, beginning at {@code at}. */
    void read(float[] into, int at) {
        check(at + values, into.length);
        switch (type) {
            case FLOAT -> bytes.asFloatBuffer().get(into, at, values);
            case FLOAT16 -> {
                for (int i = 0; i < values; i++) {
                    into[at + i] = Fp16Conversions.fp16ToFloat(bytes.getShort(2 * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < values; i++) {
                    into[at + i] = Fp16Conversions.bf16ToFloat(bytes.getShort(2 * i));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < values; i++) {
                    into[at + i] = (float) bytes.getDouble(8 * i);
                }
            }
            default -> throw new IllegalStateException("no numbers with a point in a tensor of type " + type);
        }
    }

    /** All values as new floats. */
    float[] floats() {
        float[] floats = new float[values];
        read(floats, 0);
        return floats;
    }

    /** The bytes themselves, for tensors of bytes; valid until the next run. */
    ByteBuffer bytes() {
        return bytes.duplicate().clear();
    }

    boolean isBytes() {
        return type == OnnxJavaType.UINT8;
    }

    /** Takes what a run answered in a tensor of the same type and shape. */
    void copy(OnnxTensor from) {
        bytes.duplicate().clear().put(from.getByteBuffer());
    }

    private void check(int length, int most) {
        if (length > most) {
            throw new IllegalArgumentException(length + " values where " + most + " fit, " + Arrays.toString(shape));
        }
    }

    @Override
    public void close() {
        tensor.close();
    }
}
