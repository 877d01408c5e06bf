package org.mutoscope.worker.render;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

/**
 * The way to stop one render from another thread, even inside a long run of ONNX Runtime, which looks at the flag before each operator. Made anew
 * for each render: run options stay unusable once terminated. Thread-safe.
 */
public final class Cancellation implements AutoCloseable {
    private final RunOptions options;
    private boolean cancelled;
    private boolean closed;

    /** @throws OrtException if ONNX Runtime has no memory for it */
    public Cancellation() throws OrtException {
        options = new RunOptions();
    }

    /** For each run of the render. */
    public RunOptions runOptions() {
        return options;
    }

    /** Stops the render soon. */
    public synchronized void cancel() {
        cancelled = true;
        if (!closed) {
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                // The render still stops at its next check; if that takes too long, the platform ends the process.
            }
        }
    }

    /** Whether it was asked to stop. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** @throws RenderProblem if it was asked to stop */
    public void check() throws RenderProblem {
        if (cancelled()) {
            throw RenderProblem.cancelled();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        options.close();
    }
}
