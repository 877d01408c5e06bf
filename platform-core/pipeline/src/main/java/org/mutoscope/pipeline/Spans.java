package org.mutoscope.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.observe.Traces.Span;
import org.mutoscope.core.observe.Traces.Where;
import org.mutoscope.core.observe.Trail;
import org.mutoscope.core.road.Studio.Submitted;

/** Tells the traces what happened on the road. @param traces answers null while nobody traces */
record Spans(Supplier<Traces> traces) {
    /** Nobody is told. */
    static final Spans NONE = new Spans(() -> null);

    /** A job was admitted, by the request that this thread answers. */
    void admitted(Instant begun, Submitted submitted) {
        Traces told = traces.get();
        if (told != null && told.on() && !submitted.repeated()) {
            String job = submitted.job().id();
            told.tell(
                    new Where(job, Trail.here().orElse(null), null),
                    new Span("admission", null, begun, Instant.now(), Map.of("mutoscope.job", job), null));
        }
    }

    /** A stage of an attempt is over. */
    void over(Attempt attempt, String stage, Duration took) {
        Traces told = traces.get();
        if (told != null && told.on()) {
            NewJob job = attempt.job();
            Instant now = Instant.now();
            told.tell(
                    new Where(job.id(), job.obligations().get(NewJob.TRACE), Traces.attempt(attempt.turn())),
                    new Span(stage, null, now.minus(took), now, Map.of("mutoscope.job", job.id()), null));
        }
    }
}
