package org.mutoscope.worker.render;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.Optional;
import org.mutoscope.worker.caption.Vocabulary;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.wire.Fields;

/** A model in memory, ready to render. Used by the inference thread alone. */
public interface OpenModel extends AutoCloseable {
    /** The words it knows, if it has a list of them. */
    Optional<Vocabulary> vocabulary();

    /**
     * Draws a little and forgets it, so that the first clip is not slower than the next.
     *
     * @return milliseconds a frame will take
     * @throws PackageProblem if it shows that the package cannot draw
     */
    double warmUp() throws PackageProblem, OrtException;

    /**
     * Renders one clip.
     *
     * @return facts for the {@code DONE} message
     * @throws RenderProblem if the order is refused, was cancelled or failed
     * @throws IOException if the platform went away
     * @throws OrtException if ONNX Runtime failed
     */
    Fields render(RenderOrder order, RenderSink sink, Cancellation cancellation)
            throws RenderProblem, IOException, OrtException;

    @Override
    void close() throws OrtException;
}
