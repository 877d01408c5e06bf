package org.mutoscope.worker.wire;

/** How a worker process ends. */
public final class ExitCode {
    /** Standard input ended: the platform left or let it go. */
    public static final int LET_GO = 0;
    /** A fault of the program; its log says which. */
    public static final int FAULT = 1;
    /** Out of memory, in the heap, in buffers or inside ONNX Runtime. The JVM's own ExitOnOutOfMemoryError uses the same number. */
    public static final int OUT_OF_MEMORY = 3;
    /** The platform broke the protocol. */
    public static final int GARBLED = 4;

    private ExitCode() {}
}
