package org.mutoscope.api.backend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;

/**
 * How a backend would render a request.
 *
 * @param duration expected time of rendering, without waiting
 * @param renderedSize size of the frames it will push
 * @param remarks short notes for the creator, safe to show, for example about words that the model does not know; at most 20
 * @param cost the most that the clip can cost the operator at a service, reserved from the budget before the job is taken; empty if nothing is paid elsewhere
 */
public record Estimate(Duration duration, FrameSize renderedSize, List<String> remarks, Optional<UpstreamCost> cost) {
    /** Copies the list. */
    public Estimate {
        remarks = List.copyOf(remarks);
        cost = cost == null ? Optional.empty() : cost;
    }

    /** An estimate of a backend that pays nobody. */
    public Estimate(Duration duration, FrameSize renderedSize, List<String> remarks) {
        this(duration, renderedSize, remarks, Optional.empty());
    }
}
