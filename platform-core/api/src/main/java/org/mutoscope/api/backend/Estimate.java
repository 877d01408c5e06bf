package org.mutoscope.api.backend;

import java.time.Duration;
import java.util.List;
import org.mutoscope.api.media.FrameSize;

/**
 * How a backend would render a request.
 *
 * @param duration expected time of rendering, without waiting
 * @param renderedSize size of the frames it will push
 * @param remarks short notes for the creator, safe to show, for example about words that the model does not know; at most 20
 */
public record Estimate(Duration duration, FrameSize renderedSize, List<String> remarks) {
    /** Copies the list. */
    public Estimate {
        remarks = List.copyOf(remarks);
    }
}
