package org.mutoscope.worker.render;

import ai.onnxruntime.OrtException;

/** Looks on while a model is loaded and tried. Used by the inference thread alone. */
@FunctionalInterface
public interface Opening {
    /** Nobody waits. */
    Opening UNWATCHED = role -> {};

    /**
     * A graph is about to be opened, which can take minutes and cannot be stopped.
     *
     * @param role of the graph
     * @throws OrtException if nobody wants the model any more
     */
    void graph(String role) throws OrtException;

    /** A graph has run in the trial. */
    default void tried() {
        // Most do not try.
    }
}
